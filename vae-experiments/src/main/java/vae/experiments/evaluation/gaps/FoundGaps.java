package vae.experiments.evaluation.gaps;

import java.util.Arrays;
import java.util.List;
import vae.core.model.Quantity;
import vae.core.model.Quantity.Better;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.ImportanceWeights;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Moments;

/** What is added up for each example while its two posteriors are sampled. */
final class FoundGaps {

  /** \(\log \hat p(x) - \mathrm{ELBO}[q^*]\). */
  static final Quantity APPROXIMATION =
      quantity("approximation-gap", "approximation gap", Better.SMALLER, Shown.SUMMARY);

  /** \(\mathrm{ELBO}[q^*] - \mathrm{ELBO}[q_\phi]\). */
  static final Quantity AMORTISATION =
      quantity("amortisation-gap", "amortisation gap", Better.SMALLER, Shown.SUMMARY);

  /** \(\log \hat p(x)\) from q*. */
  static final Quantity EVIDENCE =
      quantity("gaps-log-p", "log p(x) from q*", Better.LARGER, Shown.DETAILS);

  /** \(\mathrm{ELBO}[q^*]\). */
  static final Quantity LOCAL =
      quantity("gaps-elbo-local", "ELBO of q*", Better.LARGER, Shown.DETAILS);

  /** \(\mathrm{ELBO}[q_\phi]\). */
  static final Quantity AMORTISED =
      quantity("gaps-elbo", "ELBO of the encoder", Better.LARGER, Shown.DETAILS);

  /** The mean effective sample size behind {@link #EVIDENCE}. */
  static final Quantity EFFECTIVE =
      new Quantity(
          "gaps-effective-samples",
          "effective samples of log p(x) from q*",
          Unit.NUMBER,
          Better.LARGER,
          Shown.DETAILS);

  /** n. */
  static final Quantity EXAMPLES =
      new Quantity(
          "gaps-examples", "examples of the gaps", Unit.NUMBER, Better.NEITHER, Shown.DETAILS);

  static final List<Quantity> QUANTITIES =
      List.of(APPROXIMATION, AMORTISATION, EVIDENCE, LOCAL, AMORTISED, EFFECTIVE, EXAMPLES);

  private final int examples;
  private final ImportanceWeights[] weights;
  private final Moments amortised;
  private final Moments local;
  private final Moments between;
  private final int samples;

  /**
   * @param samples K of each example
   */
  FoundGaps(int examples, int samples) {
    this.examples = examples;
    this.samples = samples;
    weights = new ImportanceWeights[examples];
    Arrays.setAll(weights, _ -> new ImportanceWeights(samples));
    amortised = new Moments(examples);
    local = new Moments(examples);
    between = new Moments(examples);
  }

  /** K. */
  int samples() {
    return samples;
  }

  /**
   * Adds a block of draws of a chunk, of both posteriors with the same noise.
   *
   * @param from the number of its first example
   * @param now draws of each
   * @param own log weights of the encoder's posteriors, [now, B]
   * @param best of the optimised ones
   */
  void add(int from, int now, double[] own, double[] best) {
    int count = own.length / now;
    for (int i = 0; i < own.length; i++) {
      int example = from + i % count;
      weights[example].add(best[i]);
      amortised.add(example, own[i]);
      local.add(example, best[i]);
      between.add(example, best[i] - own[i]);
    }
  }

  /** Puts all quantities. */
  void put(Evaluator on, Measurements out) {
    double[] elbo = amortised.means(samples);
    double[] elboLocal = local.means(samples);
    double[] evidence = Arrays.stream(weights).mapToDouble(ImportanceWeights::logMean).toArray();
    double variance = 0;
    for (ImportanceWeights each : weights) {
      variance += each.variance() / ((double) examples * examples);
    }
    double ofLocal = local.measured(samples).standardError().orElse(Double.NaN);
    put(AMORTISED, elbo, amortised.measured(samples), on, out);
    put(LOCAL, elboLocal, local.measured(samples), on, out);
    put(EVIDENCE, evidence, new Measured(0, Math.sqrt(variance)), on, out);
    put(
        APPROXIMATION,
        less(evidence, elboLocal),
        new Measured(0, Math.sqrt(variance + ofLocal * ofLocal)),
        on,
        out);
    put(AMORTISATION, less(elboLocal, elbo), between.measured(samples), on, out);
    double[] effective =
        Arrays.stream(weights).mapToDouble(ImportanceWeights::effectiveSize).toArray();
    out.put(EFFECTIVE, Measured.unmeasured(mean(effective)));
    out.putEach(EFFECTIVE, on.inPart(effective));
    out.put(EXAMPLES, Measured.exact(examples));
  }

  /** The mean of the values with the error of another mean. */
  private static void put(
      Quantity quantity, double[] each, Measured error, Evaluator on, Measurements out) {
    out.put(quantity, new Measured(mean(each), error.standardError()));
    out.putEach(quantity, on.inPart(each));
  }

  private static double[] less(double[] a, double[] b) {
    double[] difference = new double[a.length];
    Arrays.setAll(difference, i -> a[i] - b[i]);
    return difference;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static Quantity quantity(String name, String title, Better better, Shown shown) {
    return new Quantity(name, title, Unit.NATS, better, shown);
  }
}
