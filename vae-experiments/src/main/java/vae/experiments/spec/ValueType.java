package vae.experiments.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import vae.core.spec.Spec;

/** What the value of a key may be: the types of record components that have a form in JSON. */
public sealed interface ValueType {

  /** The type as the end of "expected …". */
  String expected();

  /** {@code String}. */
  record Text() implements ValueType {
    @Override
    public String expected() {
      return "a string";
    }
  }

  /** {@code boolean}. */
  record Flag() implements ValueType {
    @Override
    public String expected() {
      return "true or false";
    }
  }

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

    @Override
    public String expected() {
      return "an integer";
    }
  }

  /** {@code double}, always finite. */
  record Real() implements ValueType {
    @Override
    public String expected() {
      return "a number";
    }
  }

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

    @Override
    public String expected() {
      return "one of " + String.join(", ", names());
    }
  }

  /** {@code List<T>}. */
  record ListOf(ValueType element) implements ValueType {
    @Override
    public String expected() {
      return "a list";
    }
  }

  /** {@code Map<String, T>}: an object with keys of the writer's own. */
  record Table(ValueType value) implements ValueType {
    @Override
    public String expected() {
      return "an object";
    }
  }

  /** {@code Optional<T>}: the value, or null for none. */
  record Maybe(ValueType value) implements ValueType {
    @Override
    public String expected() {
      return value.expected() + " or null";
    }
  }

  /** A record: an object with the record's keys. */
  record Section(Class<? extends Record> type) implements ValueType {
    @Override
    public String expected() {
      return "an object";
    }
  }

  /** The spec of a component of a slot: an object with a {@code type}. */
  record OfSlot(Class<? extends Spec> slot, String name) implements ValueType {
    @Override
    public String expected() {
      return "an object with a \"type\"";
    }
  }

  /** {@link OrPath}: the path of another document, or the document itself, read later. */
  record PathOr(Class<? extends Record> type) implements ValueType {
    @Override
    public String expected() {
      return "the path of a file, or an object";
    }
  }

  /** Jackson's {@code JsonNode}: any JSON, read later by other rules. */
  record Anything() implements ValueType {
    @Override
    public String expected() {
      return "any JSON";
    }
  }
}
