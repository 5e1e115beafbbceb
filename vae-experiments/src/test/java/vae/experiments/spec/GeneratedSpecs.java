package vae.experiments.spec;

import java.util.List;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vae.core.wiring.Component;

/** Documents of a structure's keys, with values within and beyond the domains of these. */
final class GeneratedSpecs {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final List<String> NAMES =
      List.of("x", "a b", "", ".x", "a/b", "α", "x".repeat(101), "a.b_c-D", "mlp", "data.csv", " ");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "1",
          "2",
          "3",
          "-1",
          "2.0",
          "1e0",
          "-0.0",
          "0.5",
          "0.999",
          "1.5",
          "1e-320",
          "1e-8",
          "65536",
          "65537",
          "65536.0",
          "1000000",
          "1000001",
          "2147483647",
          "2147483648",
          "1e3",
          "9007199254740991",
          "9007199254740993",
          "-2147483649");

  private final Structure structure;
  private final SplittableRandom random;

  GeneratedSpecs(Structure structure, long seed) {
    this.structure = structure;
    random = new SplittableRandom(seed);
  }

  /** A document of the record's keys. */
  ObjectNode document(Class<?> record) {
    ObjectNode object = object(record, 0);
    if (random.nextInt(8) > 0) {
      object.put("name", "x");
    }
    return object;
  }

  private ObjectNode object(Class<?> record, int depth) {
    ObjectNode object = NODES.objectNode();
    for (SpecKey key : structure.keys(record)) {
      boolean required = key.fallback().isEmpty();
      if (required ? random.nextInt(20) > 0 : random.nextInt(3 + 2 * depth) == 0) {
        boolean wrong = random.nextInt(25) == 0;
        object.set(key.name(), wrong ? anything() : value(key.type(), depth + 1));
      }
    }
    if (random.nextInt(60) == 0) {
      object.set("stray", anything());
    }
    return object;
  }

  private JsonNode anything() {
    return switch (random.nextInt(7)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(true);
      case 2 -> number();
      case 3 -> text();
      case 4 -> NODES.arrayNode().add(number());
      case 5 -> NODES.objectNode().put("type", "mlp");
      default -> NODES.objectNode();
    };
  }

  private JsonNode number() {
    return JsonText.parse(SpecSource.text(NUMBERS.get(random.nextInt(NUMBERS.size())))).tree();
  }

  private JsonNode text() {
    return NODES.stringNode(NAMES.get(random.nextInt(NAMES.size())));
  }

  private JsonNode value(ValueType type, int depth) {
    return switch (type) {
      case ValueType.Text() -> text();
      case ValueType.Flag() -> NODES.booleanNode(random.nextBoolean());
      case ValueType.Whole(_), ValueType.Real() -> number();
      case ValueType.Choice choice ->
          NODES.stringNode(
              random.nextInt(8) == 0
                  ? "other"
                  : choice.names().get(random.nextInt(choice.names().size())));
      case ValueType.ListOf(ValueType element) -> {
        ArrayNode array = NODES.arrayNode();
        for (int n = random.nextInt(3); n > 0; n--) {
          array.add(value(element, depth + 1));
        }
        yield array;
      }
      case ValueType.Table(ValueType entry) ->
          NODES.objectNode().set("latentSize", value(entry, depth + 1));
      case ValueType.Maybe(ValueType present) ->
          random.nextInt(4) == 0 ? NODES.nullNode() : value(present, depth);
      case ValueType.Section(Class<? extends Record> record) -> object(record, depth);
      case ValueType.OfSlot slot -> component(slot, depth);
      case ValueType.PathOr(Class<? extends Record> record) ->
          random.nextBoolean() ? NODES.stringNode("base.json") : object(record, depth);
      case ValueType.Anything() -> anything();
    };
  }

  private JsonNode component(ValueType.OfSlot slot, int depth) {
    List<Component> all = structure.catalogue().components(slot.slot());
    Component component = all.get(random.nextInt(all.size()));
    ObjectNode object = NODES.objectNode();
    if (random.nextInt(25) > 0) {
      object.put("type", random.nextInt(25) == 0 ? "unknown" : component.name());
    }
    object.setAll(object(component.specType(), depth));
    return object;
  }
}
