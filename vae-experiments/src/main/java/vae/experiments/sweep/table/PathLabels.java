package vae.experiments.sweep.table;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import vae.experiments.spec.PrettyJson;

/** Short names of paths, and values as people read them. */
public final class PathLabels {

  /** In place of a value that a spec does not have. */
  public static final String ABSENT = "–";

  private static final String TYPE = ".type";

  private PathLabels() {}

  /**
   * The shortest ends of the paths that no other of them has: {@code noise.sigma} becomes {@code
   * sigma}. A component's type goes by its slot: {@code encoder.posterior.type} becomes {@code
   * posterior}.
   */
  public static SequencedMap<String, String> shortNames(List<String> paths) {
    SequencedMap<String, String> names = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (String path : paths) {
      String name = end(path, 1);
      for (int steps = 2; ambiguous(name, path, paths) || taken.contains(name); steps++) {
        name = end(path, steps);
      }
      taken.add(name);
      names.put(path, name);
    }
    return names;
  }

  private static boolean ambiguous(String name, String path, List<String> paths) {
    String plain = plain(path);
    return !name.equals(plain)
        && !name.equals(path)
        && paths.stream()
            .anyMatch(it -> !it.equals(path) && ("." + plain(it)).endsWith("." + name));
  }

  private static String plain(String path) {
    return path.endsWith(TYPE) ? path.substring(0, path.length() - TYPE.length()) : path;
  }

  /** The last steps of a path without its type; all of it, type included, where it has no more. */
  private static String end(String path, int steps) {
    String[] parts = plain(path).split("\\.");
    if (steps > parts.length) {
      return path;
    }
    return String.join(".", List.of(parts).subList(parts.length - steps, parts.length));
  }

  /** A value without quotes; {@code none} for null. */
  public static String value(JsonNode value) {
    if (value.isNull()) {
      return "none";
    }
    return value.isString() ? value.stringValue() : PrettyJson.line(value);
  }

  /** {@code name=value, …}; a value that is absent is left out. */
  static String label(Map<String, JsonNode> values, Map<String, String> names) {
    return values.entrySet().stream()
        .map(it -> names.get(it.getKey()) + "=" + value(it.getValue()))
        .collect(Collectors.joining(", "));
  }
}
