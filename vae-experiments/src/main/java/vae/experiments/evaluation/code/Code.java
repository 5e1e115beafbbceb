package vae.experiments.evaluation.code;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import vae.core.distribution.StandardGaussian;
import vae.core.model.Quantity;
import vae.core.model.Quantity.Better;
import vae.core.model.Quantity.Shown;
import vae.core.model.Quantity.Unit;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Measurements;
import vae.experiments.evaluation.Metric;
import vae.experiments.evaluation.Moments;

/**
 * What the code z holds: the rate and its parts.
 *
 * <p>\[ \frac1N \sum_n \mathrm{KL}(q(z \mid x_n) \,\|\, \pi) = I_q(x; z) + \mathrm{KL}(q(z) \,\|\,
 * \pi), \qquad \mathrm{KL}(q(z) \,\|\, \pi) = \mathrm{TC}(q(z)) + \sum_j \mathrm{KL}(q(z_j) \,\|\,
 * \pi_j) \]
 *
 * <p>q(z) is the mixture over all N examples, not an estimate from a minibatch, and each term is a
 * mean over draws of z for each example. The second split needs a prior of independent coordinates
 * and a Gaussian posterior, whose marginals are known; it is left out otherwise. \(I_q \le \log
 * N\): within a nat of it, both it and the aggregate KL are artefacts of N. Costs N² densities in
 * memory that does not grow with N², so that it is for the end of a training.
 *
 * <p>Beside them: the KL of each coordinate to the prior's, units whose posterior mean varies over
 * the examples, and what z of the posterior adds to \(\log p(x \mid z)\) over z of the prior, which
 * is about 0 where the decoder ignores z.
 *
 * <p>Sources: Hoffman and Johnson (2016), section 2; Chen, Li, Grosse and Duvenaud (2018), section
 * 3; Burda, Grosse and Salakhutdinov (2016), section 5, for active units.
 */
public final class Code implements Metric {

  /**
   * @param examples N, a keyed choice of them; all of the part where empty
   * @param draws of z for each example, from 1 to 1000; their spread is the Monte-Carlo error
   * @param active the variance of a posterior mean above which a unit is active, ≥ 0
   */
  @Describe(
      value = "What z holds: mutual information, aggregate KL and its parts, active units.",
      source = "Hoffman and Johnson (2016); Chen, Li, Grosse and Duvenaud (2018)")
  public record Spec(
      @Describe("examples whose mixture is taken, at least 2; null for all: costs their square")
          Optional<Integer> examples,
      @Default("1") @Describe("draws of z for each example, 1 to 1000; the error needs 2")
          int draws,
      @Default("0.01")
          @Describe("variance of a posterior mean above which a unit is active, at least 0")
          double active)
      implements Metric.Spec {

    private static final int MAX_DRAWS = 1000;

    public Spec {
      examples.ifPresent(n -> Require.atLeast("examples", n, 2));
      Require.between("draws", draws, 1, MAX_DRAWS);
      Require.nonNegative("active", active);
    }
  }

  /** \(I_q(x; z)\). */
  public static final Quantity INFORMATION = nats("code-information", "I(x; z)", Shown.SUMMARY);

  /** \(\mathrm{KL}(q(z) \,\|\, \pi)\). */
  public static final Quantity AGGREGATE = nats("code-aggregate-kl", "KL(q(z) ‖ π)", Shown.SUMMARY);

  /** \(\mathrm{KL}(q(z) \,\|\, \prod_j q(z_j))\). */
  public static final Quantity TOTAL_CORRELATION =
      nats("code-total-correlation", "total correlation", Shown.DETAILS);

  /** \(\sum_j \mathrm{KL}(q(z_j) \,\|\, \pi_j)\). */
  public static final Quantity DIMENSION_WISE =
      nats("code-dimension-kl", "dimension-wise KL", Shown.DETAILS);

  /** The mean of \(\log q(z \mid x) - \log \pi(z)\) over the same draws. */
  public static final Quantity RATE = nats("code-rate", "rate of the draws", Shown.DETAILS);

  /** What z of the posterior adds to \(\log p(x \mid z)\) over z of the prior. */
  public static final Quantity GAIN =
      nats("code-gain", "gain of log p(x | z) over z of the prior", Shown.DETAILS);

  /** log N, the most that {@link #INFORMATION} can be. */
  public static final Quantity LIMIT =
      nats("code-log-n", "log N, the limit of I(x; z)", Shown.DETAILS);

  /** N. */
  public static final Quantity EXAMPLES =
      new Quantity("code-examples", "examples of q(z)", Unit.NUMBER, Better.NEITHER, Shown.DETAILS);

  private final Spec spec;
  private final Quantity active;

  public Code(Spec spec) {
    this.spec = spec;
    active =
        new Quantity(
            "code-active-units",
            "active units (variance of the mean > %s)".formatted(spec.active()),
            Unit.COORDINATES,
            Better.NEITHER,
            Shown.DETAILS);
  }

  private static Quantity nats(String name, String title, Shown shown) {
    return new Quantity(name, title, Unit.NATS, Better.NEITHER, shown);
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(
        INFORMATION,
        AGGREGATE,
        TOTAL_CORRELATION,
        DIMENSION_WISE,
        RATE,
        GAIN,
        LIMIT,
        EXAMPLES,
        active);
  }

  @Override
  public boolean everyEpoch() {
    return false;
  }

  @Override
  public void measure(Evaluator part, Measurements out) {
    Evaluator on = spec.examples().map(part::some).orElse(part);
    UsedCode used = UsedCode.of(on);
    terms(on, used.prior(), out);
    out.put(GAIN, used.gain());
    out.putEach(GAIN, on.inPart(used.gains()));
    out.put(LIMIT, Measured.exact(StrictMath.log(on.size())));
    out.put(EXAMPLES, Measured.exact(on.size()));
    double units = Arrays.stream(used.meanVariance()).filter(it -> it > spec.active()).count();
    out.put(active, used.exactMeans() ? Measured.exact(units) : Measured.unmeasured(units));
    out.putArray(active, "mean_variance", used.meanVariance());
    used.ratePerDimension().ifPresent(rates -> out.putArray(RATE, "per_dimension", rates));
  }

  /** The terms of the two splits. */
  private void terms(Evaluator on, Optional<double[][]> prior, Measurements out) {
    int n = on.size();
    Moments information = new Moments(n);
    Moments aggregate = new Moments(n);
    Moments correlation = new Moments(n);
    Moments dimensions = new Moments(n);
    Moments rate = new Moments(n);
    double[] perDimension = {};
    for (int draw = 0; draw < spec.draws(); draw++) {
      DrawnCodes codes = DrawnCodes.of(on, draw, "code");
      double[] mixture = AggregatePosterior.logDensity(on, codes.z(), "code");
      Optional<double[][]> marginals =
          prior.map(_ -> AggregatePosterior.logMarginals(on, codes.z()));
      for (int i = 0; i < n; i++) {
        information.add(i, codes.logPosterior()[i] - mixture[i]);
        aggregate.add(i, mixture[i] - codes.logPrior()[i]);
        rate.add(i, codes.logPosterior()[i] - codes.logPrior()[i]);
        if (marginals.isPresent()) {
          double independent = Arrays.stream(marginals.get()[i]).sum();
          correlation.add(i, mixture[i] - independent);
          dimensions.add(i, independent - codes.logPrior()[i]);
        }
      }
      if (marginals.isPresent()) {
        perDimension =
            added(perDimension, codes.z(), marginals.get(), prior.get(), (double) n * spec.draws());
      }
    }
    put(INFORMATION, information, on, out);
    put(AGGREGATE, aggregate, on, out);
    put(RATE, rate, on, out);
    if (prior.isPresent()) {
      put(TOTAL_CORRELATION, correlation, on, out);
      put(DIMENSION_WISE, dimensions, on, out);
      out.putArray(DIMENSION_WISE, "per_dimension", perDimension);
    }
  }

  private void put(Quantity quantity, Moments moments, Evaluator on, Measurements out) {
    out.put(quantity, moments.measured(spec.draws()));
    out.putEach(quantity, on.inPart(moments.means(spec.draws())));
  }

  /** Adds \(\log q(z_j) - \log \pi_j(z_j)\), divided by the number of all draws. */
  private static double[] added(
      double[] before, double[][] z, double[][] marginals, double[][] prior, double of) {
    int m = z[0].length;
    double[] sum = before.length == 0 ? new double[m] : before;
    for (int i = 0; i < z.length; i++) {
      for (int j = 0; j < m; j++) {
        double standardised = (z[i][j] - prior[0][j]) * StrictMath.exp(-prior[1][j]);
        double logPrior =
            -0.5 * standardised * standardised - prior[1][j] - 0.5 * StandardGaussian.LOG_TWO_PI;
        sum[j] += (marginals[i][j] - logPrior) / of;
      }
    }
    return sum;
  }
}
