package vae.experiments.sweep.spark;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How a sweep uses Spark.
 *
 * @param master its URL; empty where spark-submit or {@code -Dspark.master} says it
 * @param settings of Spark by key, such as {@code spark.executor.memory}
 * @param trialsPerTask trials that an executor runs one after the other before it reports, ≥ 1: one
 *     but for very many very short ones
 */
public record SparkOptions(
    Optional<String> master, Map<String, String> settings, int trialsPerTask) {

  /**
   * Copies the settings.
   *
   * @throws IllegalArgumentException where trialsPerTask is below 1
   */
  public SparkOptions {
    settings = Map.copyOf(settings);
    if (trialsPerTask < 1) {
      throw new IllegalArgumentException("expected one trial a task or more, got " + trialsPerTask);
    }
  }

  /**
   * Settings from texts {@code key=value}.
   *
   * @throws IllegalArgumentException where a text is of another form, or its key is not Spark's
   */
  public static Map<String, String> settings(Iterable<String> texts) {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 0 || !text.startsWith("spark.")) {
        throw new IllegalArgumentException("expected spark.key=value, got \"" + text + "\"");
      }
      settings.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return settings;
  }
}
