package vae.experiments.spec;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vae.core.spec.Describe;
import vae.core.spec.Domain;
import vae.core.wiring.Component;

/**
 * The JSON Schema (draft 2020-12) of a spec record: editors complete and check specs with it.
 *
 * <p>It says what the reader says, but for checks across keys and for what only the data decide.
 */
public final class SchemaWriter {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Structure structure;
  private final Domains domains;
  private final ObjectNode definitions = NODES.objectNode();

  private SchemaWriter(Structure structure) {
    this.structure = structure;
    domains = new Domains(structure);
  }

  public static ObjectNode schema(Structure structure, Class<? extends Record> document) {
    SchemaWriter writer = new SchemaWriter(structure);
    ObjectNode root = NODES.objectNode();
    root.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    ObjectNode object = writer.object(document, Optional.empty());
    ((ObjectNode) object.get("properties"))
        .putObject(Binder.SCHEMA)
        .put("type", "string")
        .put("description", "Where editors find this schema; nothing else reads it.");
    root.setAll(object);
    if (!writer.definitions.isEmpty()) {
      root.set("$defs", writer.definitions);
    }
    return root;
  }

  private ObjectNode object(Class<?> record, Optional<String> component) {
    ObjectNode schema = typed("object");
    Describe describe = record.getAnnotation(Describe.class);
    if (describe != null) {
      String source = describe.source().isEmpty() ? "" : " Source: " + describe.source() + ".";
      schema.put("description", describe.value() + source);
    }
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = NODES.arrayNode();
    component.ifPresent(
        name -> {
          properties.putObject("type").put("const", name);
          required.add("type");
        });
    for (SpecKey key : structure.keys(record)) {
      properties.set(key.name(), property(record, key));
      if (key.fallback().isEmpty()) {
        required.add(key.name());
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema.put("additionalProperties", false);
  }

  private ObjectNode property(Class<?> record, SpecKey key) {
    ObjectNode schema = value(key.type());
    domains.of(record, key).forEach(it -> limit(schema, it));
    domains
        .ofElements(record, key)
        .forEach(it -> limit((ObjectNode) present(schema).get("items"), it));
    if (!key.description().isEmpty()) {
      schema.put("description", key.description());
    }
    key.fallback().map(JsonNode::deepCopy).ifPresent(it -> schema.set("default", it));
    return schema;
  }

  /** The schema of a value that is there, where it may be null instead. */
  private static ObjectNode present(ObjectNode schema) {
    return schema.has("anyOf") ? (ObjectNode) schema.get("anyOf").get(0) : schema;
  }

  private static void limit(ObjectNode schema, Domain domain) {
    ObjectNode value = present(schema);
    switch (domain) {
      case Domain.Interval(double least, double most, boolean open) -> {
        if (open) {
          value.set("exclusiveMinimum", number(least));
        } else if (Double.isFinite(least) && !value.has("exclusiveMinimum")) {
          value.set("minimum", number(least));
        }
        if (Double.isFinite(most)) {
          value.set("maximum", number(most));
        }
      }
      case Domain.Text(String pattern) -> value.put("pattern", "^" + pattern + "$");
      case Domain.OneOf(List<Integer> values) -> {
        ArrayNode names = value.putArray("enum");
        values.forEach(names::add);
      }
      case Domain.Size(int least) -> value.put("minItems", least);
    }
  }

  private static JsonNode number(double value) {
    return value == Math.rint(value) && Math.abs(value) < ValueType.Whole.SAFE
        ? NODES.numberNode((long) value)
        : NODES.numberNode(value);
  }

  private ObjectNode value(ValueType type) {
    return switch (type) {
      case ValueType.Text() -> typed("string");
      case ValueType.Flag() -> typed("boolean");
      case ValueType.Whole whole ->
          typed("integer").put("minimum", whole.least()).put("maximum", whole.most());
      case ValueType.Real() -> typed("number");
      case ValueType.Choice choice -> {
        ArrayNode names = NODES.arrayNode();
        choice.names().forEach(names::add);
        yield NODES.objectNode().set("enum", names);
      }
      case ValueType.ListOf(ValueType element) -> typed("array").set("items", value(element));
      case ValueType.Table(ValueType entry) ->
          typed("object").set("additionalProperties", value(entry));
      case ValueType.Maybe(ValueType present) -> {
        ArrayNode either = NODES.arrayNode().add(value(present)).add(typed("null"));
        yield NODES.objectNode().set("anyOf", either);
      }
      case ValueType.Section(Class<? extends Record> record) -> object(record, Optional.empty());
      case ValueType.OfSlot slot -> reference(slot);
      case ValueType.PathOr(Class<? extends Record> record) -> {
        ArrayNode either = NODES.arrayNode().add(typed("string"));
        ObjectNode document = object(record, Optional.empty());
        ((ObjectNode) document.get("properties")).putObject(Binder.SCHEMA).put("type", "string");
        document.remove("required"); // its name, which is the sweep's unless it has one
        yield NODES.objectNode().set("anyOf", either.add(document));
      }
      case ValueType.Anything() -> NODES.objectNode();
    };
  }

  /** Slots are definitions, so that a component may hold another one of its own slot. */
  private ObjectNode reference(ValueType.OfSlot slot) {
    if (!definitions.has(slot.name())) {
      ObjectNode definition = definitions.putObject(slot.name());
      List<Component> components = structure.catalogue().components(slot.slot());
      ArrayNode alternatives = definition.putArray("oneOf");
      for (Component component : components) {
        String name = slot.name() + "." + component.name();
        alternatives.add(referenceTo(name));
        definitions.set(name, object(component.specType(), Optional.of(component.name())));
      }
    }
    return referenceTo(slot.name());
  }

  private static ObjectNode referenceTo(String definition) {
    return NODES.objectNode().put("$ref", "#/$defs/" + definition);
  }

  private static ObjectNode typed(String type) {
    return NODES.objectNode().put("type", type);
  }
}
