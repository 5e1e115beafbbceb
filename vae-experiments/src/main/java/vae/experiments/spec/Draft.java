package vae.experiments.spec;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.core.spec.SpecException;
import vae.core.wiring.Component;

/**
 * An experiment that is being changed, value by value; what it has become is checked once, by
 * {@link #resolve}.
 *
 * <p>{@code draft.set(path, value)} is {@code --set path=value}.
 */
public final class Draft {

  private final SpecReader reader;
  private final Structure structure;
  private final Settings settings;
  private final ObjectNode tree;

  Draft(SpecReader reader, Structure structure, Settings settings, ObjectNode tree) {
    this.reader = reader;
    this.structure = structure;
    this.settings = settings;
    this.tree = tree;
  }

  public void set(String path, JsonNode value) {
    settings.set(tree, ExperimentSpec.class, path, type -> value.deepCopy());
  }

  private record Spot(JsonNode json, ValueType type) {}

  /**
   * The value at the path, be it written or a default; empty where there is no such path now.
   *
   * @throws SpecException where this is not a path
   */
  public Optional<JsonNode> value(String path) {
    Optional<Spot> spot = Optional.of(new Spot(tree, new ValueType.Section(ExperimentSpec.class)));
    for (String step : DottedPath.steps(path)) {
      spot = spot.flatMap(at -> enter(at, step));
    }
    return spot.map(Spot::json);
  }

  private Optional<Spot> enter(Spot at, String step) {
    return switch (at.type()) {
      case ValueType.Maybe(ValueType present) ->
          at.json().isNull() ? Optional.empty() : enter(new Spot(at.json(), present), step);
      case ValueType.Section(Class<? extends Record> record) -> child(at, record, step);
      case ValueType.OfSlot slot when step.equals("type") ->
          Optional.ofNullable(at.json().get(step)).map(it -> new Spot(it, new ValueType.Text()));
      case ValueType.OfSlot slot ->
          structure
              .catalogue()
              .find(slot.slot(), at.json().path("type").asString(""))
              .map(Component::specType)
              .flatMap(spec -> child(at, spec, step));
      case ValueType.ListOf(ValueType element) when step.startsWith("[") ->
          Optional.ofNullable(at.json().get(Integer.parseInt(step.substring(1, step.length() - 1))))
              .map(it -> new Spot(it, element));
      default -> Optional.empty();
    };
  }

  private Optional<Spot> child(Spot at, Class<?> record, String step) {
    return structure.keys(record).stream()
        .filter(key -> key.name().equals(step))
        .findFirst()
        .flatMap(
            key ->
                Optional.ofNullable(at.json().get(step))
                    .or(key::fallback)
                    .map(it -> new Spot(it, key.type())));
  }

  /**
   * The experiment as it is now.
   *
   * @throws SpecException where it is refused, with the path and without a location
   */
  public Resolved resolve() {
    return reader.resolve(tree);
  }
}
