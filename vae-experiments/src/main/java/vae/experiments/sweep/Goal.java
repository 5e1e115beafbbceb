package vae.experiments.sweep;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.core.model.Quantity;
import vae.experiments.spec.Json;

/**
 * Which values of a metric are better.
 *
 * @param metric as in {@code result.json}, such as {@code validation/elbo}
 * @param maximize whether larger is better
 */
public record Goal(String metric, boolean maximize) {

  /** What a {@code sweep.json} compares its trials by; empty where it names no metric. */
  public static Optional<Goal> of(JsonNode sweep) {
    JsonNode metric = sweep.path("metric");
    String name = metric.path("name").asString("");
    boolean minimize = metric.path("goal").asString("").equals("minimize");
    return name.isEmpty() ? Optional.empty() : Optional.of(new Goal(name, !minimize));
  }

  /** What is better of a metric of this quantity; empty where neither direction is. */
  public static Optional<Goal> of(String metric, Quantity quantity) {
    return switch (quantity.better()) {
      case LARGER -> Optional.of(new Goal(metric, true));
      case SMALLER -> Optional.of(new Goal(metric, false));
      case NEITHER -> Optional.empty();
    };
  }

  public ObjectNode json() {
    return Json.mapper()
        .createObjectNode()
        .put("name", metric)
        .put("goal", maximize ? "maximize" : "minimize");
  }

  /** Whether what is chosen by it is chosen on test data. */
  public boolean onTestData() {
    return metric.startsWith("test/");
  }

  /** Whether {@code a} is better than {@code b}; any number is better than NaN. */
  public boolean better(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return !Double.isNaN(a);
    }
    return maximize ? a > b : a < b;
  }
}
