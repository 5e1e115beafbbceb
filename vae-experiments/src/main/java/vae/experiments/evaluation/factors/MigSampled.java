package vae.experiments.evaluation.factors;

import java.util.Arrays;
import java.util.List;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Distribution;
import vae.core.distribution.HasMarginals;
import vae.core.distribution.MisfitException;
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
import vae.experiments.evaluation.Subsample;
import vae.experiments.training.ModelOnBatch;

/**
 * The {@link InformationGap} of draws of q.
 *
 * <p>\[ I(z_j; v_k) = \mathbb E \log \frac{q(z_j \mid v_k)}{q(z_j)}, \qquad q(z_j) = \frac1N \sum_n
 * q(z_j \mid x_n), \quad q(z_j \mid v) = \frac1{N_v} \sum_{n: v_k = v} q(z_j \mid x_n) \]
 *
 * <p>The mean is of S examples, with one draw of z each; mixtures are of all N. Where posteriors
 * are narrower than the spacing of codes and few examples share a value, every coordinate seems to
 * know the factor, up to \(\log N/N_v\): take more examples. Costs S N m densities; needs a
 * posterior whose marginals are known.
 *
 * <p>Source: Chen, Li, Grosse and Duvenaud (2018), section 4.1 and appendix C.
 */
public final class MigSampled implements Metric {

  /**
   * How many.
   *
   * @param examples the most examples in the mixtures, N ≥ 2
   * @param draws the most draws, S ≥ 1
   */
  @Describe(
      value = "Mutual information gap of draws of q, against mixtures over all examples.",
      source = "Chen, Li, Grosse and Duvenaud (2018), section 4.1")
  public record Spec(
      @Describe("The most examples in the mixtures; at least 2.") @Default("10000") int examples,
      @Describe("The most draws, one for each of as many examples; at least 1.") @Default("2000")
          int draws)
      implements Metric.Spec {
    public Spec {
      Require.atLeast("examples", examples, 2);
      Require.atLeast("draws", draws, 1);
    }
  }

  /** From 0 to 1, up to the noise of the draws. */
  public static final Quantity MIG =
      new Quantity("mig-sampled", "MIG, sampled", Unit.NUMBER, Better.LARGER, Shown.SUMMARY);

  private final Spec spec;

  /** With the choices of the spec. */
  public MigSampled(Spec spec) {
    this.spec = spec;
  }

  @Override
  public List<Quantity> quantities() {
    return List.of(MIG);
  }

  @Override
  public boolean everyEpoch() {
    return false;
  }

  @Override
  public void measure(Evaluator on, Measurements out) {
    FactorCodes.requireFactors(on, MIG.name());
    Subsample examples = Subsample.of(on, spec.examples());
    int[][] factors = FactorCodes.factors(on, examples);
    int[] counts = FactorCodes.counts(on);
    double[][] mean = examples.rows((model, _) -> marginals(model).mean());
    double[][] logDeviation = examples.rows((model, _) -> marginals(model).logDeviation());
    double[][] z =
        examples.rows(
            (model, noise) -> marginals(model).draw(1, noise).z().sum(Distribution.SAMPLE));
    int draws = on.affordable(spec.draws());
    double[][] information = information(mean, logDeviation, z, factors, counts, draws);
    double mig = InformationGap.of(information, InformationGap.entropies(factors, counts));
    out.put(MIG, Measured.unmeasured(mig));
  }

  private static DiagonalGaussian marginals(ModelOnBatch model) {
    if (model.posterior() instanceof HasMarginals known) {
      return known.marginals();
    }
    throw new MisfitException(
        "mig-sampled needs a posterior whose marginals are known",
        "Take another posterior family, or the metric mig-binned.");
  }

  /**
   * I(z_j; v_k) in nats, [m][K].
   *
   * @param mean μ [N][m]
   * @param logDeviation log σ [N][m]
   * @param z one draw of each example, [N][m]
   * @param factors [K][N]
   * @param counts [K]
   * @param draws S, of examples at even distances; all N where there are no more
   */
  static double[][] information(
      double[][] mean,
      double[][] logDeviation,
      double[][] z,
      int[][] factors,
      int[] counts,
      int draws) {
    int n = mean.length;
    int s = Math.min(draws, n);
    int[][] sizes = new int[factors.length][]; // examples of each value
    for (int k = 0; k < factors.length; k++) {
      sizes[k] = new int[counts[k]];
      for (int value : factors[k]) {
        sizes[k][value]++;
      }
    }
    double[][] information = new double[mean[0].length][factors.length];
    for (int j = 0; j < information.length; j++) {
      Mixture mixture = Mixture.of(mean, logDeviation, j);
      for (int draw = 0; draw < s; draw++) {
        int drawn = (int) ((long) draw * n / s);
        double[] densities = mixture.densities(z[drawn][j]);
        double all = 0;
        for (double density : densities) {
          all += density;
        }
        for (int k = 0; k < factors.length; k++) {
          int value = factors[k][drawn];
          double grouped = 0;
          for (int i = 0; i < n; i++) {
            grouped += factors[k][i] == value ? densities[i] : 0;
          }
          double ratio = grouped / sizes[k][value] / (all / n);
          information[j][k] += StrictMath.log(ratio) / s;
        }
      }
    }
    return information;
  }

  /** The Gaussians \(q(z_j \mid x_n)\) of one coordinate, [N]. */
  private record Mixture(double[] mean, double[] logDeviation, double[] precision, double[] out) {

    static Mixture of(double[][] mean, double[][] logDeviation, int j) {
      double[] means = Arrays.stream(mean).mapToDouble(row -> row[j]).toArray();
      double[] logs = Arrays.stream(logDeviation).mapToDouble(row -> row[j]).toArray();
      double[] precisions = Arrays.stream(logs).map(log -> StrictMath.exp(-log)).toArray();
      return new Mixture(means, logs, precisions, new double[means.length]);
    }

    /** Divided by the largest of them; overwritten by the next call. */
    double[] densities(double at) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < out.length; i++) {
        double standard = (at - mean[i]) * precision[i];
        out[i] = -0.5 * standard * standard - logDeviation[i];
        largest = Math.max(largest, out[i]);
      }
      for (int i = 0; i < out.length; i++) {
        out[i] = StrictMath.exp(out[i] - largest);
      }
      return out;
    }
  }
}
