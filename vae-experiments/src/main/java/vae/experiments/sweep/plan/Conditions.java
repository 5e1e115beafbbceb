package vae.experiments.sweep.plan;

import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import vae.experiments.spec.CanonicalJson;
import vae.experiments.spec.Draft;

/** Whether a parameter applies: {@code "when": {"path": value or [values]}}. */
final class Conditions {

  private Conditions() {}

  /** Whether each path has its value, or one of its values, in the experiment as it is now. */
  static boolean hold(Draft draft, Map<String, JsonNode> conditions) {
    return conditions.entrySet().stream().allMatch(it -> holds(draft, it.getKey(), it.getValue()));
  }

  private static boolean holds(Draft draft, String path, JsonNode wanted) {
    return wanted.isArray()
        ? wanted.values().stream().anyMatch(one -> is(draft, path, one))
        : is(draft, path, wanted);
  }

  /** An object is matched by one that has its keys with their values, written or by default. */
  private static boolean is(Draft draft, String path, JsonNode wanted) {
    if (wanted.isObject() && !wanted.isEmpty()) {
      return wanted.properties().stream()
          .allMatch(it -> is(draft, path + "." + it.getKey(), it.getValue()));
    }
    Optional<JsonNode> value = draft.value(path);
    return value.isPresent() && CanonicalJson.of(value.get()).equals(CanonicalJson.of(wanted));
  }
}
