package vae.experiments.report.run;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import vae.experiments.report.text.Measurement;
import vae.experiments.report.text.Numbers;
import vae.experiments.run.LikelihoodSamples;

/**
 * What {@code result.json} says: the run's id, how it ended, its digest, why it diverged (empty
 * where it did not), its final metrics, and further quantities.
 */
record RunResult(
    String id,
    String status,
    String digest,
    String message,
    SortedMap<String, Measurement> metrics,
    SortedMap<String, Measurement> further) {

  /**
   * @throws IllegalArgumentException if the JSON has not the shape of a result; the message ends
   *     "expected …"
   */
  static RunResult of(JsonNode json) {
    return new RunResult(
        text(json, "id"),
        text(json, "status"),
        text(json, "digest"),
        text(json, "message"),
        measurements(json, "metrics"),
        measurements(json, "further"));
  }

  private static SortedMap<String, Measurement> measurements(JsonNode json, String key) {
    JsonNode named = json.path(key);
    if (!named.isObject() && !named.isMissingNode() && !named.isNull()) {
      throw new IllegalArgumentException(key + ": expected an object of name: value");
    }
    SortedMap<String, Measurement> measurements = new TreeMap<>();
    for (Map.Entry<String, JsonNode> each : named.properties()) {
      String name = key + "." + each.getKey();
      measurements.put(each.getKey(), measurement(name, each.getValue()));
    }
    return measurements;
  }

  private static String text(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (!value.isString()) {
      throw new IllegalArgumentException(key + ": expected a string");
    }
    return value.stringValue();
  }

  private static Measurement measurement(String name, JsonNode json) {
    if (!json.isObject()) {
      return new Measurement(Numbers.read(name, json), OptionalDouble.of(0));
    }
    double value = Numbers.read(name + ".value", json.path("value"));
    JsonNode error = json.path("standardError");
    double known =
        error.isMissingNode() || error.isNull()
            ? Double.NaN
            : Numbers.read(name + ".standardError", error);
    return new Measurement(
        value, Double.isFinite(known) ? OptionalDouble.of(known) : OptionalDouble.empty());
  }

  /** The samples behind the part's likelihood estimate; empty where there is none. */
  Optional<LikelihoodSamples> likelihood(String part) {
    return LikelihoodSamples.of(
        part,
        name ->
            Optional.ofNullable(metrics.getOrDefault(name, further.get(name)))
                .map(measurement -> OptionalDouble.of(measurement.value()))
                .orElse(OptionalDouble.empty()));
  }

  Optional<Measurement> metric(String name) {
    return Optional.ofNullable(metrics.get(name));
  }

  /** The count of active units, under whichever spelling it was recorded. */
  Optional<Measurement> activeUnits() {
    return metrics.entrySet().stream()
        .filter(
            metric ->
                metric
                    .getKey()
                    .substring(metric.getKey().lastIndexOf('/') + 1)
                    .replaceAll("[^A-Za-z]", "")
                    .toLowerCase(Locale.ROOT)
                    .equals("activeunits"))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
