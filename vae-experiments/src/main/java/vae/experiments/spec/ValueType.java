package vae.experiments.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import vae.core.spec.Spec;

/** What the value of a key may be: the types of record components that have a form in JSON. */
public sealed interface ValueType {

  /** The type as the end of "expected …". */
  default String expected() {
    return switch (this) {
      case Text() -> "a string";
      case Flag() -> "true or false";
      case Whole(_) -> "an integer";
      case Real() -> "a number";
      case Choice choice -> "one of " + String.join(", ", choice.names());
      case ListOf(_) -> "a list";
      case Table(_), Section(_) -> "an object";
      case Maybe(ValueType value) -> value.expected() + " or null";
      case OfSlot(_, _) -> "an object with a \"type\"";
      case PathOr(_) -> "the path of a file, or an object";
      case Anything() -> "any JSON";
    };
  }

  record Text() implements ValueType {}

  record Flag() implements ValueType {}

  /**
   * {@code int} or {@code long}; a long is held within ±(2^53 − 1), where every reader of JSON
   * keeps it exact.
   */
  record Whole(boolean isLong) implements ValueType {
    static final long SAFE = (1L << 53) - 1;

    long least() {
      return isLong ? -SAFE : Integer.MIN_VALUE;
    }

    long most() {
      return isLong ? SAFE : Integer.MAX_VALUE;
    }
  }

  /** {@code double}, always finite. */
  record Real() implements ValueType {}

  /** An enum, written in kebab-case. */
  record Choice(Class<? extends Enum<?>> type) implements ValueType {

    /** The names in JSON, in the order of the constants. */
    public List<String> names() {
      return Arrays.stream(type.getEnumConstants()).map(Choice::nameOf).toList();
    }

    /** {@code LEAKY_RELU} is written {@code leaky-relu}. */
    static String nameOf(Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  record ListOf(ValueType element) implements ValueType {}

  /** {@code Map<String, T>}: an object with keys of the writer's own. */
  record Table(ValueType value) implements ValueType {}

  /** {@code Optional<T>}: the value, or null for none. */
  record Maybe(ValueType value) implements ValueType {}

  /** A record: an object with the record's keys. */
  record Section(Class<? extends Record> type) implements ValueType {}

  /** The spec of a component of a slot: an object with a {@code type}. */
  record OfSlot(Class<? extends Spec> slot, String name) implements ValueType {}

  /** {@link OrPath}: the path of another document, or the document itself, read later. */
  record PathOr(Class<? extends Record> type) implements ValueType {}

  /** Jackson's {@code JsonNode}: any JSON, read later by other rules. */
  record Anything() implements ValueType {}
}
