package vae.experiments.sweep.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import vae.core.spec.SpecException;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.spec.Draft;
import vae.experiments.spec.Resolved;

/**
 * Whether parameters apply: {@code "when": {"path": value or [values]}}; and whether any condition
 * was of use.
 */
final class Conditions {

  private static final String WHEN = ".when.";

  private final Set<SearchAxis> applied = new HashSet<>();
  private final Set<String> found = new HashSet<>();

  /** Whether each path has its value, or one of its values, in the experiment as it is now. */
  boolean hold(Draft draft, SearchAxis axis) {
    boolean all = true;
    for (Map.Entry<String, JsonNode> each : axis.conditions().entrySet()) {
      String place = axis.place() + WHEN + each.getKey();
      all &= holds(draft, place, each.getKey(), each.getValue());
    }
    if (all) {
      applied.add(axis);
    }
    return all;
  }

  private boolean holds(Draft draft, String place, String path, JsonNode wanted) {
    try {
      if (draft.value(path).isPresent()) {
        found.add(place);
      }
    } catch (SpecException e) { // no path
      throw SpecException.because(place, e.problem(), e.fix());
    }
    return wanted.isArray()
        ? wanted.values().stream().anyMatch(one -> is(draft, path, one))
        : is(draft, path, wanted);
  }

  /** An object is matched by one that has its keys with their values, written or by default. */
  private static boolean is(Draft draft, String path, JsonNode wanted) {
    if (wanted.isObject() && !wanted.isEmpty()) {
      return wanted.properties().stream()
          .allMatch(it -> plain(it.getKey()) && is(draft, path + "." + it.getKey(), it.getValue()));
    }
    Optional<JsonNode> value = draft.value(path);
    return value.isPresent() && CanonicalJson.of(value.get()).equals(CanonicalJson.of(wanted));
  }

  private static boolean plain(String key) {
    return !key.isEmpty() && key.chars().noneMatch(c -> ".[]".indexOf(c) >= 0);
  }

  /**
   * Checks that the conditions met what they ask for.
   *
   * @param exhaustive whether every combination was seen, so that a parameter that never applied
   *     never will
   * @throws SpecException where a condition's path was in no trial, or a parameter never applied
   */
  void requireUse(Resolved base, List<SearchAxis> axes, boolean exhaustive) {
    for (SearchAxis axis : axes) {
      for (String path : axis.conditions().keySet()) {
        String place = axis.place() + WHEN + path;
        if (!found.contains(place)) {
          throw missing(base, place, path);
        }
      }
      if (exhaustive && !applied.contains(axis)) {
        String fix = "List a value that the trials have, or remove the parameter.";
        throw SpecException.because(axis.place() + ".when", "this is so in no trial", fix);
      }
    }
  }

  private static SpecException missing(Resolved base, String place, String path) {
    try {
      base.draft().set(path, JsonNodeFactory.instance.nullNode());
      String fix = "A condition names a path of the experiment.";
      return SpecException.because(place, "no trial has " + path, fix);
    } catch (SpecException e) {
      return SpecException.because(
          place, "no trial has %s: %s".formatted(path, e.problem()), e.fix());
    }
  }
}
