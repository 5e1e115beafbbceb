package vae.experiments.folder;

import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import vae.experiments.spec.Json;
import vae.experiments.spec.JsonProblem;

/**
 * JSON as runs and sweeps write it.
 *
 * <p>Refused: duplicate keys, trailing text, more than 200 levels, integers beyond 64 bits, numbers
 * that overflow a double, halves of surrogate pairs.
 */
final class StrictJson {

  /** Beyond it, not every reader keeps an integer exactly. */
  private static final long MAX_INTEGER = (1L << 53) - 1;

  private StrictJson() {}

  /**
   * Parses a document, or a line of one.
   *
   * @param line its number where the file holds one document per line; 0 otherwise
   * @throws FolderException where the text is no JSON
   */
  static JsonNode parse(Path file, long line, String text) {
    try {
      JsonNode tree = Json.strict().readTree(text);
      if (tree.isMissingNode()) {
        throw malformed(file, line, "not JSON: nothing is in it", null);
      }
      check(tree);
      return tree;
    } catch (JacksonException e) {
      long at = line > 0 || e.getLocation() == null ? line : e.getLocation().getLineNr();
      throw malformed(file, at, "not JSON: " + JsonProblem.of(e).problem(), e);
    } catch (ArithmeticException | NumberFormatException e) {
      throw malformed(file, line, "not JSON as runs write it: it has " + e.getMessage(), e);
    }
  }

  private static FolderException malformed(Path file, long line, String problem, Exception cause) {
    String place = line > 0 ? "line " + line + ": " : "";
    return new FolderException(file, place + problem, FolderException.COPY_AGAIN, cause);
  }

  private static void check(JsonNode value) {
    if (value.isContainer()) {
      value.propertyNames().forEach(StrictJson::check);
      value.values().forEach(StrictJson::check);
    } else if (value.isString()) {
      check(value.stringValue());
    } else if (value.isIntegralNumber()
        && (value.isBigInteger() || Math.abs(value.longValue()) > MAX_INTEGER)) {
      throw new ArithmeticException("an integer beyond ±(2^53 − 1)");
    } else if (value.isNumber() && !Double.isFinite(value.doubleValue())) {
      throw new ArithmeticException(Double.toString(value.doubleValue()));
    }
  }

  private static void check(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new ArithmeticException("half of a surrogate pair");
      }
    }
  }
}
