package vae.experiments.spec;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * From a spec record to JSON with every key written out: the resolved form.
 *
 * <p>Keys that a later version added ({@link vae.core.spec.Since}) are left out while they equal
 * their default, so that what an earlier version could say keeps the text and the id it had.
 */
public final class SpecWriter {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Structure structure;
  private final Binder binder;

  /** The canonical text of the default of each added key, by the key's accessor. */
  private final Map<Method, String> fallbacks = new ConcurrentHashMap<>();

  public SpecWriter(Structure structure) {
    this.structure = structure;
    binder = new Binder(structure);
  }

  /**
   * The record's JSON object, with its {@code type} where it is the spec of a component.
   *
   * @throws IllegalArgumentException where a component in it is in no slot of the catalogue
   */
  public ObjectNode tree(Record spec) {
    ObjectNode object = NODES.objectNode();
    structure.component(spec.getClass()).ifPresent(name -> object.put("type", name));
    for (SpecKey key : structure.keys(spec.getClass())) {
      JsonNode value = value(key.type(), key.of(spec));
      if (!key.added() || !isDefault(key, value)) {
        object.set(key.name(), value);
      }
    }
    return object;
  }

  /** The record as text for people, as it is kept in a run's folder. */
  public String pretty(Record spec) {
    return PrettyJson.of(tree(spec));
  }

  private boolean isDefault(SpecKey key, JsonNode value) {
    String fallback =
        fallbacks.computeIfAbsent(key.accessor(), _ -> CanonicalJson.of(fallback(key)));
    return CanonicalJson.of(value).equals(fallback);
  }

  /** The default of a key as it is written: bound first, so that its own defaults are filled in. */
  JsonNode fallback(SpecKey key) {
    JsonNode stated = key.fallback().orElseThrow();
    return value(key.type(), binder.value(key.type(), stated, key.name()));
  }

  private JsonNode value(ValueType type, Object value) {
    return switch (type) {
      case ValueType.Text() -> NODES.stringNode((String) value);
      case ValueType.Flag() -> NODES.booleanNode((Boolean) value);
      case ValueType.Whole(_) -> NODES.numberNode(((Number) value).longValue());
      case ValueType.Real() -> NODES.numberNode(((Double) value) + 0.0); // −0 is written 0
      case ValueType.Choice(_) -> NODES.stringNode(ValueType.Choice.nameOf((Enum<?>) value));
      case ValueType.ListOf(ValueType element) -> list(element, (List<?>) value);
      case ValueType.Table(ValueType entry) -> table(entry, (Map<?, ?>) value);
      case ValueType.Maybe(ValueType present) ->
          ((Optional<?>) value).map(it -> value(present, it)).orElse(NODES.nullNode());
      case ValueType.Section(_) -> tree((Record) value);
      case ValueType.OfSlot slot -> component(slot, value);
      case ValueType.PathOr(_), ValueType.Anything() -> ((JsonNode) value).deepCopy();
    };
  }

  private JsonNode component(ValueType.OfSlot slot, Object spec) {
    boolean known =
        structure.catalogue().components(slot.slot()).stream()
            .anyMatch(component -> component.specType() == spec.getClass());
    if (!known) {
      throw new IllegalArgumentException(
          "%s is not the spec of a component of the slot \"%s\"; add it to the slot's module"
              .formatted(spec.getClass().getName(), slot.name()));
    }
    return tree((Record) spec);
  }

  private ArrayNode list(ValueType element, List<?> values) {
    ArrayNode array = NODES.arrayNode();
    values.forEach(value -> array.add(value(element, value)));
    return array;
  }

  private ObjectNode table(ValueType entry, Map<?, ?> values) {
    ObjectNode object = NODES.objectNode();
    values.forEach((key, value) -> object.set((String) key, value(entry, value)));
    return object;
  }
}
