package vae.experiments.evaluation;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import vae.core.model.Quantity;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.experiments.quantity.Quantities;

/** What is reported of a trained model: bounds with errors, active units, likelihood estimates. */
public final class FinalMetrics {

  /** Variance of a posterior mean over data above which a unit counts as active. */
  private static final double ACTIVE = 0.01;

  private final SortedMap<String, Measured> metrics = new TreeMap<>();
  private final SortedMap<String, Measured> further = new TreeMap<>();
  private final SortedMap<String, double[]> perExample = new TreeMap<>();
  private final Costs costs = new Costs();
  private PosteriorMeans codes;
  private Measurements listed;

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
   * @param more metrics that the experiment lists
   */
  public static FinalMetrics of(
      HeldOutEvaluator heldOut,
      String part,
      int draws,
      OptionalInt likelihoodSamples,
      List<Metric> more) {
    FinalMetrics result = new FinalMetrics();
    result
        .costs
        .of("elbo", () -> heldOut.moments(draws))
        .forEach(
            (name, moments) -> {
              result.metrics.put(part + "/" + name, moments.measured(draws));
              result.perExample.put(name, moments.means(draws));
            });
    int active = 0;
    double[] variances =
        result.costs.of(
            Quantities.ACTIVE_UNITS.name(),
            () -> {
              result.codes = heldOut.posteriorMeans(heldOut.size());
              return heldOut.posteriorMeanVariance(result.codes);
            });
    for (double variance : variances) {
      active += variance > ACTIVE ? 1 : 0;
    }
    Map<Quantity, Integer> drawn = heldOut.drawsBehind(draws);
    drawn.forEach((quantity, n) -> result.further.put(quantity.on(part), Measured.exact(n)));
    result.metrics.put(
        Quantities.ACTIVE_UNITS.on(part),
        drawn.containsKey(Quantities.MEAN_DRAWS)
            ? Measured.unmeasured(active)
            : Measured.exact(active));
    if (likelihoodSamples.isPresent()) {
      ImportanceSampled nll =
          result.costs.of(
              Quantities.NLL.name(),
              () -> heldOut.negativeLogLikelihood(likelihoodSamples.getAsInt()));
      result.perExample.put(
          Quantities.NLL.name(), IntStream.range(0, heldOut.size()).mapToDouble(nll::of).toArray());
      result.perExample.put(Quantities.EFFECTIVE.name(), nll.effectiveSizes());
      result.perExample.put(Quantities.SHAPE.name(), nll.shapes());
      result.metrics.put(Quantities.NLL.on(part), nll.mean());
      result.metrics.put(Quantities.EFFECTIVE.on(part), Measured.unmeasured(nll.effectiveSize()));
      result.further.put(Quantities.SAMPLES.on(part), Measured.exact(nll.samples()));
      result.further.put(Quantities.SMALLEST.on(part), Measured.unmeasured(nll.smallest()));
      result.further.put(Quantities.POOR.on(part), Measured.unmeasured(nll.poor()));
      heldOut
          .bitsPerNat((double) heldOut.examples().knownCount() / heldOut.size())
          .ifPresent(
              scale -> result.further.put(Quantities.BITS.on(part), nll.mean().times(scale)));
      nll.meanShape()
          .ifPresent(
              shape -> {
                result.further.put(Quantities.SHAPE.on(part), Measured.unmeasured(shape));
                result.further.put(
                    Quantities.HEAVY.on(part), Measured.unmeasured(nll.heavyTailed()));
              });
    }
    result.listed = FurtherMetrics.measure(more, heldOut, part, draws);
    result.further.putAll(result.listed.values());
    result.perExample.putAll(result.listed.perExample());
    result.costs.add(result.listed.costs());
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

  /** What the metrics measured that the experiment lists. */
  public Measurements listed() {
    return listed;
  }

  /** The values of each example, [N] in the order of the part, by the quantity's name. */
  public SortedMap<String, double[]> perExample() {
    return perExample;
  }

  /** Posterior means of the part's examples. */
  public PosteriorMeans codes() {
    return codes;
  }

  /** The time that each metric took. */
  public Costs costs() {
    return costs;
  }
}
