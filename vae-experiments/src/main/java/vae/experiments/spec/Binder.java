package vae.experiments.spec;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import vae.core.spec.NearestName;
import vae.core.spec.SpecException;
import vae.core.wiring.Component;

/**
 * From JSON to spec records: every key checked against its type, defaults filled in, and the
 * record's own checks reported under the path of the record.
 */
record Binder(Structure structure) {

  /** What editors find a document's schema by; it says nothing of the document and is dropped. */
  static final String SCHEMA = "$schema";

  /** Digits of the longest integer that a key may have, at least. */
  private static final int MAX_DIGITS = 20;

  /** Beyond all ranges of integers. */
  private static final BigInteger BEYOND = BigInteger.ONE.shiftLeft(80);

  /** The canonical constructors of records: asking the class for one takes longer than a call. */
  private static final ClassValue<Constructor<?>> CONSTRUCTORS =
      new ClassValue<>() {
        @Override
        protected Constructor<?> computeValue(Class<?> type) {
          return canonical(type);
        }
      };

  /**
   * The record that the JSON object describes.
   *
   * @throws SpecException at the first key that is wrong, with its path and without its location
   */
  <R extends Record> R document(Class<R> type, JsonNode json) {
    if (!json.isObject()) {
      throw wrongType(new ValueType.Section(type), json, "");
    }
    JsonNode schema = json.get(SCHEMA);
    if (schema != null && !schema.isString()) {
      throw wrongType(new ValueType.Text(), schema, SCHEMA);
    }
    return type.cast(make(type, json, "", Set.of(SCHEMA), ""));
  }

  /** The value that the JSON stands for: a {@code String}, {@code Double}, {@code List}, … */
  Object value(ValueType type, JsonNode json, String path) {
    return switch (type) {
      case ValueType.Text() when json.isString() -> json.stringValue();
      case ValueType.Flag() when json.isBoolean() -> json.booleanValue();
      case ValueType.Whole whole when json.isNumber() -> whole(whole, json, path);
      case ValueType.Real() when json.isNumber() -> real(json, path);
      case ValueType.Choice choice when json.isString() -> choice(choice, json, path);
      case ValueType.ListOf(ValueType element) when json.isArray() -> list(element, json, path);
      case ValueType.Table(ValueType entry) when json.isObject() -> table(entry, json, path);
      case ValueType.Maybe(ValueType present) ->
          json.isNull() ? Optional.empty() : Optional.of(value(present, json, path));
      case ValueType.Section(Class<? extends Record> record) when json.isObject() ->
          make(record, json, path, Set.of(), "");
      case ValueType.OfSlot slot -> component(slot, json, path);
      case ValueType.PathOr(_) when json.isString() || json.isObject() -> json.deepCopy();
      case ValueType.Anything() -> json.deepCopy();
      default -> throw wrongType(type, json, path);
    };
  }

  private SpecException wrongType(ValueType type, JsonNode json, String path) {
    String fix = path.isEmpty() ? JsonProblem.ONE_OBJECT : remedy(type, json, path);
    return new SpecException(path, type.expected(), PrettyJson.shortened(json), fix);
  }

  private String remedy(ValueType type, JsonNode json, String path) {
    return switch (type) {
      case ValueType.Section section -> itsKeys(section);
      case ValueType.Text() when json.isNumber() || json.isBoolean() ->
          "Write \"" + PrettyJson.line(json) + "\" in quotes.";
      case ValueType.ListOf(ValueType element) -> listed(element, json);
      case ValueType.Whole(_), ValueType.Real() when json.isArray() && path.endsWith("]") ->
          "Remove the inner brackets.";
      default ->
          json.isString() && unquoted(type, json.stringValue())
              ? "Write " + json.stringValue() + " without quotes."
              : "";
    };
  }

  /** What came, in brackets, where that would be read. */
  private String listed(ValueType element, JsonNode json) {
    if (json.isObject() && !(element instanceof ValueType.Section) || json.isNull()) {
      return "";
    }
    String inside = json.isString() ? json.stringValue() : PrettyJson.line(json);
    try {
      JsonNode list = JsonText.parse(SpecSource.text("[" + inside + "]")).tree();
      value(new ValueType.ListOf(element), list, "");
      return "Write " + PrettyJson.shortened(list) + ".";
    } catch (SpecException e) {
      return "";
    }
  }

  private String itsKeys(ValueType.Section section) {
    List<String> names = structure.keys(section.type()).stream().map(SpecKey::name).toList();
    return "Its keys: " + String.join(", ", names) + ".";
  }

  private static boolean unquoted(ValueType type, String text) {
    return switch (type) {
      case ValueType.Whole(_) -> text.matches("-?(0|[1-9]\\d{0,17})");
      case ValueType.Real() ->
          text.matches("-?(0|[1-9]\\d{0,17})(\\.\\d{1,18})?([eE][-+]?\\d{1,3})?");
      case ValueType.Flag() -> text.equals("true") || text.equals("false");
      default -> false;
    };
  }

  private static Object whole(ValueType.Whole type, JsonNode json, String path) {
    BigDecimal decimal = json.decimalValue().stripTrailingZeros();
    if (decimal.scale() > 0) {
      throw new SpecException(path, type.expected(), PrettyJson.shortened(json), "");
    }
    boolean beyond = decimal.precision() - decimal.scale() > MAX_DIGITS;
    BigInteger value = beyond ? BEYOND : decimal.toBigIntegerExact(); // 2.0 and 2 are one number
    if (value.compareTo(BigInteger.valueOf(type.least())) < 0
        || value.compareTo(BigInteger.valueOf(type.most())) > 0) {
      String range = "an integer from " + type.least() + " to " + type.most();
      throw new SpecException(path, range, PrettyJson.shortened(json), "");
    }
    if (type.isLong()) {
      return value.longValueExact();
    }
    return value.intValueExact();
  }

  private static double real(JsonNode json, String path) {
    double value = json.decimalValue().doubleValue();
    if (!Double.isFinite(value)) {
      String range = "a number within ±1.8e308";
      throw new SpecException(path, range, PrettyJson.shortened(json), "");
    }
    return value + 0.0; // −0 is read as 0: they are one number in JSON
  }

  private static Enum<?> choice(ValueType.Choice type, JsonNode json, String path) {
    for (Enum<?> constant : type.type().getEnumConstants()) {
      if (ValueType.Choice.nameOf(constant).equals(json.stringValue())) {
        return constant;
      }
    }
    String name = PrettyJson.unquoted(json);
    throw SpecException.unknown(path, "value", name, type.names(), "");
  }

  private List<Object> list(ValueType element, JsonNode json, String path) {
    List<Object> values = new ArrayList<>();
    for (JsonNode one : json.values()) {
      values.add(value(element, one, path + "[" + values.size() + "]"));
    }
    return List.copyOf(values);
  }

  private Map<String, Object> table(ValueType entry, JsonNode json, String path) {
    Map<String, Object> values = new LinkedHashMap<>();
    json.forEachEntry(
        (key, one) -> values.put(key, value(entry, one, DottedPath.child(path, key))));
    return Collections.unmodifiableMap(values);
  }

  private Object component(ValueType.OfSlot slot, JsonNode json, String path) {
    Component component = typed(slot, json, path);
    return make(
        component.specType().asSubclass(Record.class),
        json,
        path,
        Set.of("type"),
        "`vae components " + slot.name() + "` describes the keys of \"" + component.name() + "\".");
  }

  /** The component that the object's {@code type} names. */
  Component typed(ValueType.OfSlot slot, JsonNode json, String path) {
    List<String> names =
        structure.catalogue().components(slot.slot()).stream().map(Component::name).toList();
    String describes = "`vae components " + slot.name() + "` describes them.";
    if (!json.isObject()) {
      boolean named = json.isString() && names.contains(json.stringValue());
      String known = "known: " + String.join(", ", new TreeSet<>(names)) + ". " + describes;
      String fix = named ? "Write {\"type\": " + PrettyJson.line(json) + "}." : known;
      throw new SpecException(path, slot.expected(), PrettyJson.shortened(json), fix);
    }
    JsonNode type = json.get("type");
    String typePath = DottedPath.child(path, "type");
    if (type == null || !type.isString()) {
      String expected = "one of " + String.join(", ", new TreeSet<>(names));
      String got = type == null ? "nothing" : PrettyJson.shortened(type);
      throw new SpecException(typePath, expected, got, describes);
    }
    return structure
        .catalogue()
        .find(slot.slot(), type.stringValue())
        .orElseThrow(
            () ->
                SpecException.unknown(
                    typePath, slot.name(), PrettyJson.unquoted(type), names, describes));
  }

  private Record make(
      Class<? extends Record> type, JsonNode json, String path, Set<String> also, String more) {
    List<SpecKey> keys = structure.keys(type);
    List<String> names = keys.stream().map(SpecKey::name).toList();
    for (String name : json.propertyNames()) {
      if (!names.contains(name) && !also.contains(name)) {
        String advice = (more + " " + home(keys, name)).strip();
        throw SpecException.unknown(DottedPath.child(path, name), "key", name, names, advice);
      }
    }
    Object[] arguments = keys.stream().map(key -> field(key, json.get(key.name()), path)).toArray();
    return construct(type, arguments, path);
  }

  /** Where an unknown key that is near no known one belongs, if that is one level further in. */
  private String home(List<SpecKey> keys, String name) {
    if (NearestName.of(name, keys.stream().map(SpecKey::name).toList()).isPresent()) {
      return ""; // a slip of the pen
    }
    String homes =
        keys.stream()
            .filter(key -> records(key.type()).anyMatch(record -> has(record, name)))
            .map(key -> "\"" + key.name() + "\"")
            .collect(Collectors.joining(" and of "));
    return homes.isEmpty() ? "" : "\"" + name + "\" is a key of " + homes + ".";
  }

  private boolean has(Class<?> record, String name) {
    return structure.keys(record).stream().anyMatch(key -> key.name().equals(name));
  }

  private Stream<Class<?>> records(ValueType type) {
    return switch (type) {
      case ValueType.Maybe(ValueType present) -> records(present);
      case ValueType.ListOf(ValueType element) -> records(element);
      default -> structure.records(type).stream();
    };
  }

  private Object field(SpecKey key, JsonNode json, String path) {
    String below = DottedPath.child(path, key.name());
    if (json == null) {
      JsonNode fallback =
          key.fallback()
              .orElseThrow(
                  () ->
                      new SpecException(
                          below, key.type().expected(), "nothing", missing(key.type())));
      return value(key.type(), fallback, below);
    }
    if (json.isNull() && !takesNull(key.type()) && key.fallback().isPresent()) {
      String fallback = PrettyJson.shortened(key.fallback().get());
      String fix = "Leave the key out for its default, " + fallback + ".";
      throw new SpecException(below, key.type().expected(), "null", fix);
    }
    return value(key.type(), json, below);
  }

  private String missing(ValueType type) {
    String keys = type instanceof ValueType.Section section ? " " + itsKeys(section) : "";
    return "This key has no default; add it." + keys;
  }

  private static boolean takesNull(ValueType type) {
    return type instanceof ValueType.Maybe || type instanceof ValueType.Anything;
  }

  private static Constructor<?> canonical(Class<?> type) {
    Class<?>[] parameters =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(parameters);
      constructor.trySetAccessible();
      return constructor;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException(type.getName() + " cannot be constructed", e);
    }
  }

  /**
   * The record of these components.
   *
   * @throws SpecException where its constructor refuses them, under the path
   */
  static Record construct(Class<? extends Record> type, Object[] arguments, String path) {
    try {
      return (Record) CONSTRUCTORS.get(type).newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw complaint(type, e.getCause(), path);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " cannot be constructed", e);
    }
  }

  /** What the record's own constructor says, under the path of the record. */
  private static RuntimeException complaint(Class<?> type, Throwable cause, String path) {
    return switch (cause) {
      case SpecException e -> e.under(path);
      case IllegalArgumentException e -> SpecException.because(path, e.getMessage() + "", "");
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException(type.getName() + " cannot be constructed", cause);
    };
  }
}
