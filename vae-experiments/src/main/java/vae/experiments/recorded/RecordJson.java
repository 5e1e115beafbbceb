package vae.experiments.recorded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import vae.experiments.folder.Folder;
import vae.experiments.folder.FolderException;
import vae.experiments.folder.Printable;

/**
 * A JSON file of a run folder, read value by value with the type that each must have.
 *
 * <p>Every complaint is a {@link RecordException} with the file, the key, what was expected and
 * what is there. A key that stands twice is refused: readers would differ in which one counts.
 */
final class RecordJson {

  /** A run has some dozens of metrics and some hundred jars. */
  private static final int MAX_ENTRIES = 100_000;

  private static final int SHOWN = 120;

  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,300}");

  /** Sentences, such as why kernels were chosen, are longer than names. */
  private static final Pattern LINE = Pattern.compile("[^\\p{Cntrl}\\p{Cs}]{1,10000}");

  private final Path file;
  private final String key;
  private final JsonNode json;

  private RecordJson(Path file, String key, JsonNode json) {
    this.file = file;
    this.key = key;
    this.json = json;
  }

  /**
   * Reads a file that must hold one object.
   *
   * @throws RecordException where it is missing or holds anything else
   */
  static RecordJson read(Path folder, String name) throws IOException {
    try {
      return read(Folder.open(folder), name, Folder.MAX_JSON);
    } catch (FolderException e) {
      throw new RecordException(folder.resolve(name), e.problem());
    }
  }

  /**
   * The same of a folder that is open.
   *
   * @param limit bytes of the file, at most
   */
  static RecordJson read(Folder folder, String name, long limit) throws IOException {
    Path file = folder.path().resolve(name);
    try {
      return new RecordJson(file, "", folder.file(name).object(limit));
    } catch (FolderException e) {
      throw new RecordException(file, e.problem());
    }
  }

  JsonNode json() {
    return json;
  }

  RecordJson object(String name) {
    RecordJson object = value(name);
    if (!object.json.isObject()) {
      throw object.wrong("an object");
    }
    return object;
  }

  RecordJson value(String name) {
    return new RecordJson(file, key.isEmpty() ? name : key + "." + name, json.path(name));
  }

  RecordException wrong(String expected) {
    String place = brief(key);
    return new RecordException(
        file, "%s: expected %s, got %s".formatted(place, expected, shown(json)));
  }

  private static String shown(JsonNode json) {
    return json.isMissingNode() ? "nothing" : brief(json.toString());
  }

  private static String brief(String text) {
    return Printable.of(text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
  }

  private <T> Optional<T> optional(String name, Function<RecordJson, T> read) {
    return json.has(name) ? Optional.of(read.apply(value(name))) : Optional.empty();
  }

  String text(String name, Pattern pattern, String expected) {
    return value(name).text(pattern, expected);
  }

  Optional<String> optionalText(String name, Pattern pattern, String expected) {
    return optional(name, it -> it.text(pattern, expected));
  }

  String text(Pattern pattern, String expected) {
    if (!json.isString() || !pattern.matcher(json.stringValue()).matches()) {
      throw wrong(expected);
    }
    return json.stringValue();
  }

  /** One line of text; {@code otherwise} where the key is not there. */
  String line(String name, String otherwise) {
    return optional(name, it -> it.text(LINE, "one line of text")).orElse(otherwise);
  }

  /** Text of any kind but half surrogate pairs; empty where the key is not there. */
  String prose(String name) {
    return optional(name, it -> it.text(Pattern.compile("(?s)\\P{Cs}{0,100000}"), "text"))
        .orElse("");
  }

  boolean truth(String name) {
    return optional(
            name,
            it -> {
              if (!it.json.isBoolean()) {
                throw it.wrong("true or false");
              }
              return it.json.booleanValue();
            })
        .orElse(false);
  }

  long whole(String name, long least) {
    return value(name).whole(least);
  }

  /** A whole number; {@code otherwise} where the key is not there. */
  long whole(String name, long least, long otherwise) {
    return optional(name, it -> it.whole(least)).orElse(otherwise);
  }

  private long whole(long least) {
    if (!json.isIntegralNumber() || !json.canConvertToLong() || json.longValue() < least) {
      throw wrong("a whole number of at least " + least);
    }
    return json.longValue();
  }

  Optional<Instant> instant(String name) {
    return optional(
        name,
        it -> {
          try {
            return Instant.parse(it.text(NAME, "a time such as 2026-01-31T12:00:00Z"));
          } catch (DateTimeException e) {
            throw it.wrong("a time such as 2026-01-31T12:00:00Z");
          }
        });
  }

  /** A finite number that is not negative; empty where the key is not there. */
  Optional<Double> duration(String name) {
    return optional(
        name,
        it -> {
          if (!it.json.isNumber() || !(it.json.doubleValue() >= 0) || it.number().isInfinite()) {
            throw it.wrong("a number of seconds");
          }
          return it.json.doubleValue();
        });
  }

  /** A number, or its name as text where JSON has no number for it. */
  Double number() {
    if (json.isNumber() && Double.isFinite(json.doubleValue())) {
      return json.doubleValue();
    }
    String text = json.isString() ? json.stringValue() : "";
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw wrong("a number, \"NaN\", \"Infinity\" or \"-Infinity\"");
    };
  }

  /** What an object under a key holds, by name; nothing where the key is not there. */
  <T> SortedMap<String, T> entries(String name, Function<RecordJson, T> read) {
    SortedMap<String, T> found = new TreeMap<>();
    if (json.has(name)) {
      RecordJson all = object(name);
      if (all.json.size() > MAX_ENTRIES) {
        throw all.wrong("at most " + MAX_ENTRIES + " entries");
      }
      for (String each : all.json.propertyNames()) {
        if (!NAME.matcher(each).matches()) {
          throw all.wrong("names of at most 300 characters without control characters");
        }
        found.put(each, read.apply(all.value(each)));
      }
    }
    return Collections.unmodifiableSortedMap(found);
  }
}
