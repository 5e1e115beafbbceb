package vae.experiments.spec;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.core.wiring.Catalogue;

/**
 * The keys that a resolved experiment leaves out because a later version added them, for whoever
 * looks values up by path: tables, searches and indexes.
 */
public final class AddedKeys {

  private final Structure structure;
  private final SpecWriter writer;

  /** The keys of the components in the catalogue; components of other plugins stay as they are. */
  public AddedKeys(Catalogue catalogue) {
    structure = new Structure(catalogue);
    writer = new SpecWriter(structure);
  }

  /**
   * A copy of the resolved experiment in which every added key has its value. Never hash it: its
   * text is another one.
   */
  public JsonNode filled(JsonNode experiment) {
    JsonNode copy = experiment.deepCopy();
    fill(new ValueType.Section(ExperimentSpec.class), copy);
    return copy;
  }

  private void fill(ValueType type, JsonNode json) {
    switch (type) {
      case ValueType.Section(Class<? extends Record> record) -> keys(record, json);
      case ValueType.OfSlot slot ->
          structure
              .catalogue()
              .find(slot.slot(), json.path("type").asString(""))
              .ifPresent(component -> keys(component.specType(), json));
      case ValueType.Maybe(ValueType present) -> fill(present, json);
      case ValueType.ListOf(ValueType element) -> json.values().forEach(it -> fill(element, it));
      case ValueType.Table(ValueType entry) -> json.values().forEach(it -> fill(entry, it));
      default -> {}
    }
  }

  private void keys(Class<?> record, JsonNode json) {
    if (!(json instanceof ObjectNode object)) {
      return;
    }
    for (SpecKey key : structure.keys(record)) {
      if (key.added() && !object.has(key.name())) {
        object.set(key.name(), writer.fallback(key));
      }
      fill(key.type(), object.path(key.name()));
    }
  }
}
