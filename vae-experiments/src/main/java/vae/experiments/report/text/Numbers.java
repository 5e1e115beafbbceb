package vae.experiments.report.text;

import tools.jackson.databind.JsonNode;

/** Reads numbers as the run's files write them: JSON numbers, or a string where JSON has none. */
public final class Numbers {

  private Numbers() {}

  /**
   * @throws IllegalArgumentException if it is neither a number nor one of the three strings
   */
  public static double read(String where, JsonNode json) {
    if (json.isNumber()) {
      return json.doubleValue();
    }
    String text = json.isString() ? json.stringValue() : "";
    return switch (text) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default ->
          throw new IllegalArgumentException(
              where + ": expected a number or \"NaN\", \"Infinity\", \"-Infinity\", got " + json);
    };
  }
}
