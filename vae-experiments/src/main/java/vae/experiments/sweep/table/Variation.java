package vae.experiments.sweep.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.spec.Leaves;
import vae.experiments.sweep.Trial;
import vae.experiments.wiring.FilledExperiments;

/**
 * What varies between experiments: the paths of values that are not the same in all of them.
 *
 * <p>The sweep's own parameters come first and in its order; then the rest in the order of the
 * spec. A key that only some types of a component have, always with the same value, says no more
 * than the type does and is left out, unless the sweep sets it.
 */
final class Variation {

  private static final String SEED = "seed";
  private static final String TYPE = ".type";

  private static final class Leaf {
    private final String first;
    private boolean several;
    private int seen;

    Leaf(String first) {
      this.first = first;
    }
  }

  private final SequencedMap<String, Leaf> leaves = new LinkedHashMap<>();
  private final Set<String> parameters = new LinkedHashSet<>();
  private int experiments;

  /** Takes a group's spec into account; memory grows with the paths, not with the groups. */
  void add(Trial trial) {
    experiments++;
    parameters.addAll(trial.parameters().keySet());
    leaves(trial)
        .forEach(
            (path, value) -> {
              String canonical = CanonicalJson.of(value);
              Leaf leaf = leaves.computeIfAbsent(path, _ -> new Leaf(canonical));
              leaf.seen++;
              leaf.several |= !leaf.first.equals(canonical);
            });
  }

  List<String> paths() {
    List<String> varying = new ArrayList<>();
    leaves.forEach(
        (path, leaf) -> {
          boolean varies = leaf.several || leaf.seen < experiments;
          if (varies && !leaves.containsKey(path + TYPE)) {
            varying.add(path);
          }
        });
    Set<String> ordered = new LinkedHashSet<>();
    for (String parameter : parameters) {
      varying.stream().filter(path -> isWithin(leaf(parameter), path)).forEach(ordered::add);
    }
    ordered.addAll(varying);
    List<String> paths = new ArrayList<>(ordered);
    paths.removeIf(path -> !parameters.contains(path) && isImplied(path, varying));
    return paths;
  }

  /** Present in some experiments alone, with one value, below a component whose type varies. */
  private boolean isImplied(String path, List<String> varying) {
    if (leaves.get(path).several) {
      return false;
    }
    for (int dot = path.lastIndexOf('.'); dot > 0; dot = path.lastIndexOf('.', dot - 1)) {
      if (varying.contains(path.substring(0, dot) + TYPE) && !path.endsWith(TYPE)) {
        return true;
      }
    }
    return false;
  }

  /** Where a list is one value, so is the path of its elements: {@code encoder.hidden[1]}. */
  private static String leaf(String parameter) {
    return parameter.replaceFirst("\\[.*", "");
  }

  private static boolean isWithin(String holder, String path) {
    return path.equals(holder) || path.startsWith(holder + ".");
  }

  /** The values of a trial at the paths, those that it has; of no component, that there is none. */
  static SequencedMap<String, JsonNode> values(Trial trial, List<String> paths) {
    Map<String, JsonNode> leaves = leaves(trial);
    SequencedMap<String, JsonNode> values = new LinkedHashMap<>();
    for (String path : paths) {
      JsonNode value = leaves.get(path);
      if (value == null && path.endsWith(TYPE)) {
        value = leaves.get(path.substring(0, path.length() - TYPE.length()));
      }
      if (value != null) {
        values.put(path, value);
      }
    }
    return values;
  }

  private static SequencedMap<String, JsonNode> leaves(Trial trial) {
    SequencedMap<String, JsonNode> leaves = Leaves.of(FilledExperiments.of(trial.experiment()));
    leaves.remove(SEED);
    trial
        .parameters()
        .forEach(
            (name, value) -> {
              boolean isPath =
                  leaves.keySet().stream().anyMatch(path -> isWithin(leaf(name), path));
              if (!isPath && !value.isContainer()) {
                leaves.put(name, value); // a label of the sweep's own
              }
            });
    return leaves;
  }
}
