package vae.experiments.report;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** What {@code result.json} says: the run's id, how it ended, its digest, its final metrics. */
record RunResult(String id, String status, String digest, SortedMap<String, Measurement> metrics) {

  /**
   * @throws IllegalArgumentException if the JSON has not the shape of a result; the message ends
   *     "expected …"
   */
  static RunResult of(JsonNode json) {
    SortedMap<String, Measurement> metrics = new TreeMap<>();
    JsonNode named = json.path("metrics");
    if (!named.isObject() && !named.isMissingNode() && !named.isNull()) {
      throw new IllegalArgumentException("metrics: expected an object of name: value");
    }
    for (Map.Entry<String, JsonNode> metric : named.properties()) {
      metrics.put(metric.getKey(), measurement(metric.getKey(), metric.getValue()));
    }
    return new RunResult(text(json, "id"), text(json, "status"), text(json, "digest"), metrics);
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
      return new Measurement(Numbers.read("metrics." + name, json), OptionalDouble.empty());
    }
    double value = Numbers.read("metrics." + name + ".value", json.path("value"));
    JsonNode error = json.path("standardError");
    return new Measurement(
        value,
        error.isMissingNode() || error.isNull()
            ? OptionalDouble.empty()
            : OptionalDouble.of(Numbers.read("metrics." + name + ".standardError", error)));
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
