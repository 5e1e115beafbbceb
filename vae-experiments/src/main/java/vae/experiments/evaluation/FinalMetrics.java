package vae.experiments.evaluation;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import vae.data.source.Dataset;
import vae.data.source.Examples;

/** What is reported of a trained model: bounds with errors, active units, likelihood estimates. */
public final class FinalMetrics {

  /** The metric's name after its part: the estimate of −log p(x). */
  public static final String NLL = "nll";

  /** A metric's name: the mean of the effective sample sizes behind the estimate. */
  public static final String EFFECTIVE = "nll-effective-samples";

  /** A further quantity's name: K. */
  public static final String SAMPLES = "nll-samples";

  /** A further quantity's name: the smallest effective sample size of an example. */
  public static final String SMALLEST = "nll-effective-samples-smallest";

  /** A further quantity's name: the share of examples whose effective sample size is poor. */
  public static final String POOR = "nll-effective-samples-poor";

  /** Variance of a posterior mean over data above which a unit counts as active. */
  private static final double ACTIVE = 0.01;

  private final SortedMap<String, Measured> metrics = new TreeMap<>();
  private final SortedMap<String, Measured> further = new TreeMap<>();
  private Optional<ImportanceSampled> likelihood = Optional.empty();

  private FinalMetrics() {}

  /** The part that is reported on: test, else validation, else training. */
  public static Map.Entry<String, Examples> reported(Dataset data) {
    if (data.test().size() > 0) {
      return Map.entry("test", data.test());
    }
    return data.validation().size() > 0
        ? Map.entry("validation", data.validation())
        : Map.entry("train", data.train());
  }

  /**
   * Measures one part.
   *
   * @param part its name, put before every metric's
   * @param draws independent draws of the estimator's noise, ≥ 1
   * @param likelihoodSamples K of the likelihood estimate, if it is wanted
   */
  public static FinalMetrics of(
      HeldOut heldOut, String part, int draws, OptionalInt likelihoodSamples) {
    FinalMetrics result = new FinalMetrics();
    result.metrics.putAll(heldOut.measure(part + "/", draws));
    int active = 0;
    for (double variance : heldOut.posteriorMeanVariance()) {
      active += variance > ACTIVE ? 1 : 0;
    }
    result.metrics.put(part + "/active-units", Measured.exact(active));
    if (likelihoodSamples.isPresent()) {
      ImportanceSampled nll = heldOut.negativeLogLikelihood(likelihoodSamples.getAsInt());
      result.likelihood = Optional.of(nll);
      String to = part + "/";
      result.metrics.put(to + NLL, nll.mean());
      result.metrics.put(to + EFFECTIVE, Measured.unmeasured(nll.effectiveSize()));
      result.further.put(to + SAMPLES, Measured.exact(nll.samples()));
      result.further.put(to + SMALLEST, Measured.unmeasured(nll.smallest()));
      result.further.put(to + POOR, Measured.unmeasured(nll.poor()));
    }
    return result;
  }

  /** By name. */
  public SortedMap<String, Measured> metrics() {
    return metrics;
  }

  /** Quantities that {@code metrics} and the digest leave out, by name. */
  public SortedMap<String, Measured> further() {
    return further;
  }

  /** The likelihood estimate of each example, where it was wanted. */
  public Optional<ImportanceSampled> likelihood() {
    return likelihood;
  }
}
