package vae.experiments.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import vae.core.spec.NearestName;
import vae.core.spec.SpecException;
import vae.core.wiring.Component;

/**
 * Changes single values of a document, by path: {@code --set estimator.samples=5}.
 *
 * <p>A path goes through defaults that the document leaves out as if they were written. Setting the
 * {@code type} of a component keeps those of its keys that the new type has too, with values other
 * than the old type's defaults, and drops the rest; so a change means the same for a document and
 * for its resolved form.
 */
record Settings(Structure structure, Binder binder) {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Levels below a section in which a key is looked for that is not in it. */
  private static final int MAX_DEPTH = 3;

  /** Where a path has arrived: a value, what it may be, and its path. */
  private record Spot(JsonNode json, ValueType type, String path) {}

  /**
   * Sets one value in the document.
   *
   * @param root the document, changed in place
   * @param type the document's record
   * @param path of the value
   * @param value makes the value for what the path may hold
   * @throws SpecException where the record has no such path, without its location
   */
  void set(
      ObjectNode root,
      Class<? extends Record> type,
      String path,
      Function<ValueType, JsonNode> value) {
    List<String> steps = DottedPath.steps(path);
    Spot holder = new Spot(root, new ValueType.Section(type), "");
    for (String step : steps.subList(0, steps.size() - 1)) {
      holder = enter(holder, step);
    }
    assign(holder, steps.getLast(), value);
  }

  /** The value of a {@code --set}: JSON, or else a string without quotes. */
  static JsonNode parse(String text, ValueType type) {
    boolean nothing = type instanceof ValueType.Maybe && text.equals("null");
    if (isText(type) && !nothing && !text.startsWith("\"")) {
      return NODES.stringNode(text);
    }
    try {
      return JsonText.parse(SpecSource.text(text)).tree();
    } catch (SpecException e) {
      if (text.matches("(?s)\\s*[{\\[\"].*")) {
        throw SpecException.because("", "the value is " + e.problem(), e.fix());
      }
      return NODES.stringNode(text);
    }
  }

  private static boolean isText(ValueType type) {
    return switch (type) {
      case ValueType.Text(), ValueType.Choice(_) -> true;
      case ValueType.Maybe(ValueType present) -> isText(present);
      default -> false;
    };
  }

  private Spot enter(Spot holder, String step) {
    return switch (holder.type()) {
      case ValueType.Maybe(ValueType present) ->
          enter(new Spot(holder.json(), present, holder.path()), step);
      case ValueType.Section(Class<? extends Record> record) ->
          child(holder, key(structure.keys(record), holder, step, ""));
      case ValueType.OfSlot slot -> child(holder, componentKey(slot, holder, step));
      case ValueType.ListOf(ValueType element) -> {
        int index = index(holder, step);
        yield new Spot(holder.json().get(index), element, holder.path() + step);
      }
      case ValueType.Anything() when holder.json().has(step) ->
          new Spot(holder.json().get(step), holder.type(), below(holder, step));
      default -> throw noSuchPath(holder, step);
    };
  }

  /** The value of the key, written into the document where it was left to its default. */
  private Spot child(Spot holder, SpecKey key) {
    ObjectNode object = object(holder);
    JsonNode json = object.get(key.name());
    if (json == null || json.isNull()) {
      json = key.fallback().filter(it -> !it.isNull()).map(JsonNode::deepCopy).orElse(null);
      json = json == null ? NODES.objectNode() : json;
      object.set(key.name(), json);
    }
    return new Spot(json, key.type(), below(holder, key.name()));
  }

  private void assign(Spot holder, String step, Function<ValueType, JsonNode> value) {
    switch (holder.type()) {
      case ValueType.Maybe(ValueType present) ->
          assign(new Spot(holder.json(), present, holder.path()), step, value);
      case ValueType.OfSlot slot when step.equals("type") ->
          retype(slot, object(holder), value.apply(new ValueType.Text()));
      case ValueType.Section(Class<? extends Record> record) ->
          assign(holder, key(structure.keys(record), holder, step, ""), value);
      case ValueType.OfSlot slot -> assign(holder, componentKey(slot, holder, step), value);
      case ValueType.ListOf(ValueType element) ->
          ((ArrayNode) holder.json()).set(index(holder, step), value.apply(element));
      case ValueType.Anything() when holder.json().isObject() ->
          object(holder).set(step, value.apply(holder.type()));
      case ValueType.Table(ValueType entry) -> object(holder).set(step, value.apply(entry));
      default -> throw noSuchPath(holder, step);
    }
  }

  private void assign(Spot holder, SpecKey key, Function<ValueType, JsonNode> value) {
    object(holder).set(key.name(), value.apply(key.type()));
  }

  private void retype(ValueType.OfSlot slot, ObjectNode object, JsonNode name) {
    List<SpecKey> before = keysOf(slot, object.get("type"));
    List<SpecKey> after = keysOf(slot, name);
    if (!name.equals(object.get("type"))) {
      List<String> kept =
          after.stream()
              .filter(key -> before.stream().anyMatch(old -> carries(old, key, object)))
              .map(SpecKey::name)
              .toList();
      object.retain(kept);
    }
    ObjectNode rest = object.deepCopy();
    object.removeAll().set("type", name);
    rest.remove("type");
    object.setAll(rest);
  }

  /** True where a key of the old type goes over to the new type with the value that it has. */
  private boolean carries(SpecKey old, SpecKey key, ObjectNode object) {
    JsonNode json = object.get(old.name());
    boolean same = old.name().equals(key.name()) && old.type().equals(key.type());
    return same && json != null && !isDefault(old, json);
  }

  private boolean isDefault(SpecKey key, JsonNode json) {
    if (key.fallback().isEmpty()) {
      return false;
    }
    try {
      Object fallback = binder.value(key.type(), key.fallback().get(), key.name());
      return binder.value(key.type(), json, key.name()).equals(fallback);
    } catch (SpecException e) {
      return false; // a wrong value stays, to be reported where the document is read
    }
  }

  private List<SpecKey> keysOf(ValueType.OfSlot slot, JsonNode name) {
    if (name == null || !name.isString()) {
      return List.of();
    }
    return structure
        .catalogue()
        .find(slot.slot(), name.stringValue())
        .map(component -> structure.keys(component.specType()))
        .orElse(List.of());
  }

  private SpecKey componentKey(ValueType.OfSlot slot, Spot holder, String step) {
    Component component = binder.typed(slot, holder.json(), holder.path());
    String more =
        "`vae components " + slot.name() + "` describes the keys of \"" + component.name() + "\".";
    return key(structure.keys(component.specType()), holder, step, more);
  }

  private SpecKey key(List<SpecKey> keys, Spot holder, String step, String more) {
    if (step.startsWith("[")) {
      throw noSuchPath(holder, step);
    }
    return keys.stream()
        .filter(key -> key.name().equals(step))
        .findFirst()
        .orElseThrow(() -> unknown(keys, holder, step, more));
  }

  /** An unknown key; one that is further in is named by its whole path. */
  private SpecException unknown(List<SpecKey> keys, Spot holder, String step, String more) {
    List<String> names = keys.stream().map(SpecKey::name).toList();
    String path = below(holder, step);
    List<String> inner = new ArrayList<>();
    if (NearestName.of(step, names).isEmpty()) {
      for (int depth = 1; inner.isEmpty() && depth <= MAX_DEPTH; depth++) {
        List<String> all = structure.paths(keys, step, depth).stream().distinct().toList();
        List<String> here = all.stream().filter(it -> exists(holder, it)).toList();
        (here.isEmpty() ? all : here).stream().limit(3).forEach(inner::add);
      }
    }
    if (inner.isEmpty()) {
      return SpecException.unknown(path, "key", step, names, more);
    }
    String meant =
        inner.stream()
            .map(it -> "\"" + below(holder, it) + "\"")
            .collect(Collectors.joining(" or "));
    String known = "known: " + String.join(", ", new TreeSet<>(names));
    return SpecException.because(
        path,
        "unknown key \"" + step + "\"; did you mean " + meant + "?",
        known + (more.isEmpty() ? "" : ". " + more));
  }

  /** Whether the components that stand there now have the path, and not only others of a slot. */
  private boolean exists(Spot holder, String path) {
    Spot at = new Spot(holder.json().deepCopy(), holder.type(), holder.path());
    try {
      for (String step : DottedPath.steps(path)) {
        at = enter(at, step);
      }
      return true;
    } catch (SpecException e) {
      return false;
    }
  }

  private static ObjectNode object(Spot holder) {
    if (holder.json() instanceof ObjectNode object) {
      return object;
    }
    String got = PrettyJson.shortened(holder.json());
    throw new SpecException(holder.path(), "an object", got, "Set the whole value instead.");
  }

  private static int index(Spot holder, String step) {
    int size = holder.json().isArray() ? holder.json().size() : 0;
    if (!step.startsWith("[")) {
      throw noSuchPath(holder, step);
    }
    int index = Integer.parseInt(step.substring(1, step.length() - 1));
    if (index >= size) {
      String fix = "The list has " + size + " elements; set the whole list to make it longer.";
      throw new SpecException(holder.path(), "an index below " + size, step, fix);
    }
    return index;
  }

  private static SpecException noSuchPath(Spot holder, String step) {
    String problem = "this is " + holder.type().expected() + " and has no " + step + " in it";
    String fix = "Set the whole value, or a path that there is.";
    return SpecException.because(holder.path(), problem, fix);
  }

  private static String below(Spot holder, String step) {
    return step.startsWith("[") ? holder.path() + step : DottedPath.child(holder.path(), step);
  }
}
