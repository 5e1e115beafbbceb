package vae.experiments.spec;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vae.core.spec.SpecException;

/** Values of a Java program as JSON: what {@link Resolved#with} takes. */
record JavaValues(SpecWriter writer) {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  JsonNode json(Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case JsonNode node -> node.deepCopy();
      case String text -> NODES.stringNode(text);
      case Boolean flag -> NODES.booleanNode(flag);
      case Integer whole -> NODES.numberNode((long) whole);
      case Long whole -> NODES.numberNode((long) whole);
      case Double real when Double.isFinite(real) -> NODES.numberNode((double) real);
      case Enum<?> constant -> NODES.stringNode(ValueType.Choice.nameOf(constant));
      case Optional<?> maybe -> json(maybe.orElse(null));
      case Collection<?> list -> list(list);
      case Map<?, ?> map -> object(map);
      case Record spec -> writer.tree(spec);
      default -> {
        String expected = "a number, string, boolean, enum, list, map, spec or null";
        String got = value + " of " + value.getClass().getName();
        throw new SpecException("", expected, got, "");
      }
    };
  }

  private ArrayNode list(Collection<?> values) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(value -> array.add(json(value)));
    return array;
  }

  private ObjectNode object(Map<?, ?> values) {
    ObjectNode object = NODES.objectNode();
    values.forEach((key, value) -> object.set(String.valueOf(key), json(value)));
    return object;
  }
}
