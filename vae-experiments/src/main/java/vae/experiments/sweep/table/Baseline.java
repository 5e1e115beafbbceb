package vae.experiments.sweep.table;

import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import vae.core.spec.NearestName;
import vae.core.spec.SpecException;

/** Finds the one group that a person means. */
final class Baseline {

  private static final int MIN_PREFIX = 4;
  private static final int MAX_SHOWN = 10;
  private static final String OPTION = "--baseline";

  private Baseline() {}

  /**
   * By id or the beginning of one, by label, or by values such as {@code sigma=0.1,
   * posterior=diagonal} that only one group has.
   *
   * @throws SpecException where none or several fit
   */
  static Group of(SweepResults results, String text) {
    List<Group> groups = results.groups();
    for (Group group : groups) {
      if (group.id().equals(text) || group.label().equals(text)) {
        return group;
      }
    }
    boolean mayBeId = text.length() >= MIN_PREFIX && text.matches("[0-9a-f]+");
    List<Group> found =
        groups.stream()
            .filter(it -> mayBeId && it.id().startsWith(text) || fits(it, results, text))
            .toList();
    if (found.size() == 1) {
      return found.getFirst();
    }
    if (found.size() > 1) {
      throw SpecException.because(
              "",
              "\"%s\" fits %d groups: %s".formatted(text, found.size(), shown(found)),
              "Give more of the values, or a group's id.")
          .at(OPTION);
    }
    List<String> labels = groups.stream().map(Group::label).toList();
    throw SpecException.because(
            "",
            "no group is \"%s\"%s".formatted(text, NearestName.suggestion(text, labels)),
            "known: " + shown(groups))
        .at(OPTION);
  }

  private static String shown(List<Group> groups) {
    List<String> labels =
        groups.stream().limit(MAX_SHOWN).map(it -> it.label() + " (" + it.id() + ")").toList();
    String more =
        groups.size() > MAX_SHOWN ? "; and %d more".formatted(groups.size() - MAX_SHOWN) : "";
    return String.join("; ", labels) + more;
  }

  private static boolean fits(Group group, SweepResults results, String text) {
    for (String condition : text.split(",\\s*(?=[^,=\\]]+=)")) {
      int equals = condition.indexOf('=');
      if (equals < 1
          || !has(
              group, results, condition.substring(0, equals), condition.substring(equals + 1))) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(Group group, SweepResults results, String name, String value) {
    Map<String, String> names = results.shortNames();
    for (Map.Entry<String, JsonNode> each : group.values().entrySet()) {
      String path = each.getKey();
      boolean named =
          path.equals(name) || names.get(path).equals(name) || path.endsWith("." + name);
      if (named && equal(each.getValue(), value.strip())) {
        return true;
      }
    }
    return false;
  }

  private static boolean equal(JsonNode value, String text) {
    if (value.isNumber()) {
      try {
        return Double.parseDouble(text) == value.doubleValue();
      } catch (NumberFormatException e) {
        return false;
      }
    }
    return PathLabels.value(value).equals(text);
  }
}
