package vae.experiments.likelihood;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import vae.core.model.Quantity;
import vae.experiments.evaluation.ImportanceSampled;
import vae.experiments.quantity.Quantities;

/**
 * The samples behind a run's estimate of −log p(x), and what they say of it.
 *
 * @param samples K; empty where it is not known, as of a run of 0.1.0
 * @param effective the mean over examples of the effective sample size
 * @param poor the share of examples whose effective sample size is poor; empty where it is not
 *     known, as of a run of 0.1.0 and of a group of runs
 * @param heavy the share of examples whose Pareto k̂ is too high for K; empty where it is not known
 */
public record LikelihoodSamples(
    OptionalDouble samples, double effective, OptionalDouble poor, OptionalDouble heavy) {

  /** The share of poor examples above which a mean over all of them is noticeably biased. */
  private static final double MANY = 0.05;

  /** A mean effective sample size below which, as a rule, many examples are poor. */
  private static final double FEW = 5 * ImportanceSampled.POOR;

  /**
   * Those of one part; empty where its likelihood was not estimated.
   *
   * @param value a metric or a further quantity by name
   */
  public static Optional<LikelihoodSamples> of(
      String part, Function<String, OptionalDouble> value) {
    OptionalDouble effective = value.apply(Quantities.EFFECTIVE.on(part));
    return effective.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new LikelihoodSamples(
                value.apply(Quantities.SAMPLES.on(part)),
                effective.getAsDouble(),
                value.apply(Quantities.POOR.on(part)),
                value.apply(Quantities.HEAVY.on(part))));
  }

  /**
   * Those behind a metric, where it is a likelihood estimate.
   *
   * @param value a metric or a further quantity by name
   */
  public static Optional<LikelihoodSamples> behind(
      String metric, Function<String, OptionalDouble> value) {
    return Quantity.nameIn(metric).equals(Quantities.NLL.name())
        ? of(metric.substring(0, Math.max(0, metric.lastIndexOf('/'))), value)
        : Optional.empty();
  }

  /** A title that says at which K: {@code test NLL (K = 500)}. */
  public String title(String name) {
    return samples.isEmpty() ? name : "%s (K = %.0f)".formatted(name, samples.getAsDouble());
  }

  /** In which direction the estimate is biased, where its samples do not carry it, and a fix. */
  public Optional<String> concern() {
    if (heavy.orElse(0) > MANY) {
      return Optional.of(
          "%.0f %% of the examples have a Pareto k too high for K: log p(x) is likely higher, the NLL lower, and by more than its error; the posterior is too narrow to sample from, so list the metrics \"importance-sampling\" and \"ais\" in evaluation.metrics"
              .formatted(100 * heavy.getAsDouble()));
    }
    boolean most = effective >= Math.min(FEW, samples.orElse(Double.POSITIVE_INFINITY) / 2);
    if (poor.isPresent() ? poor.getAsDouble() <= MANY : most) {
      return Optional.empty();
    }
    String which =
        poor.isPresent()
            ? "%.0f %% of the examples have fewer than %.0f effective samples"
                .formatted(100 * poor.getAsDouble(), ImportanceSampled.POOR)
            : String.format(Locale.ROOT, "an example has %.1f effective samples", effective);
    return Optional.of(which + ": log p(x) is likely higher, the NLL lower; K is too small");
  }
}
