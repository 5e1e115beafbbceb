package vae.experiments.sweep.plan;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vae.core.spec.SpecException;
import vae.experiments.spec.CanonicalJson;

/** The one form of a parameter's value: by it values are compared and kept in the plan. */
final class Canonical {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Canonical() {}

  /**
   * The canonical text.
   *
   * @throws SpecException where the value holds a number that not every reader keeps
   */
  static String of(JsonNode value, String path) {
    try {
      return CanonicalJson.of(value);
    } catch (IllegalArgumentException e) {
      throw SpecException.because(path, e.getMessage(), "");
    }
  }

  /** The same value, its numbers as the resolved spec writes them: 0.001 for 1.0e-3. */
  static JsonNode form(JsonNode value) {
    return switch (value) {
      case ObjectNode object -> {
        ObjectNode same = NODES.objectNode();
        object.forEachEntry((key, inner) -> same.set(key, form(inner)));
        yield same;
      }
      case ArrayNode array -> {
        ArrayNode same = NODES.arrayNode();
        array.values().forEach(inner -> same.add(form(inner)));
        yield same;
      }
      case JsonNode number when number.isIntegralNumber() -> NODES.numberNode(number.longValue());
      case JsonNode number when number.isNumber() ->
          NODES.numberNode(number.decimalValue().doubleValue());
      default -> value;
    };
  }
}
