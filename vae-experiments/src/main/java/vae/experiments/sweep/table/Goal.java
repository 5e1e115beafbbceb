package vae.experiments.sweep.table;

import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Which values of a metric are better.
 *
 * @param metric by name, such as {@code test/elbo}
 * @param maximize whether larger is better
 */
public record Goal(String metric, boolean maximize) {

  private static final List<String> LARGER = List.of("elbo", "bound", "log-likelihood");
  private static final List<String> SMALLER = List.of("nll", "loss");

  /** The metric of a sweep's {@code sweep.json}; empty where it names none. */
  static Optional<Goal> of(JsonNode sweep) {
    JsonNode metric = sweep.path("metric");
    String name = metric.path("name").asString("");
    boolean maximize = !metric.path("goal").asString("maximize").equals("minimize");
    return name.isEmpty() ? Optional.empty() : Optional.of(new Goal(name, maximize));
  }

  /** What is better by the metric's name; empty where neither direction is, as of a rate. */
  public static Optional<Goal> byName(String metric) {
    String last = metric.substring(metric.lastIndexOf('/') + 1);
    if (LARGER.stream().anyMatch(last::equals)) {
      return Optional.of(new Goal(metric, true));
    }
    return SMALLER.contains(last) ? Optional.of(new Goal(metric, false)) : Optional.empty();
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
