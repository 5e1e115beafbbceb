package vae.experiments.evaluation.code;

import java.util.Arrays;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.GaussianPosterior;
import vae.core.distribution.HasDensity;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.core.distribution.StandardGaussian;
import vae.experiments.evaluation.Evaluator;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.evaluation.LogSums;
import vae.experiments.training.ModelOnBatch;

/**
 * The density of the mixture of all examples' posteriors, in blocks of bounded memory.
 *
 * <p>\[ q(z) = \frac1N \sum_{n=1}^N q(z \mid x_n) \]
 */
final class AggregatePosterior {

  /** Draws whose densities under a chunk of posteriors are computed at once. */
  private static final int BLOCK = 250;

  /** Numbers of an array of draws under a chunk of posteriors, at most. */
  private static final int MAX_NUMBERS = 1 << 22;

  private AggregatePosterior() {}

  /**
   * \(\log q(z_i)\) of each draw, [N].
   *
   * @param z [N][m]
   * @param metric named where the posterior does not fit
   * @throws MisfitException where the posterior's density is not known at every z
   */
  static double[] logDensity(Evaluator on, double[][] z, String metric) {
    LogSums sums = new LogSums(z.length);
    int size = block(z);
    for (int begin = 0; begin < z.length; begin += size) {
      double[][] block = Arrays.copyOfRange(z, begin, Math.min(begin + size, z.length));
      int first = begin;
      on.forEachChunk(0, (model, _, _) -> add(model, block, first, sums, metric));
    }
    double[] mixture = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      mixture[i] = sums.of(i) - StrictMath.log(z.length);
    }
    return mixture;
  }

  /** Draws of a block: fewer where they are wide. */
  private static int block(double[][] z) {
    return Math.clamp(MAX_NUMBERS / ((long) HeldOutEvaluator.CHUNK * z[0].length), 1, BLOCK);
  }

  /** Adds the densities of a block of draws under a chunk of posteriors. */
  private static void add(
      ModelOnBatch model, double[][] block, int first, LogSums sums, String metric) {
    int count = model.x().shape().extent(0);
    int m = block[0].length;
    double[] repeated = new double[block.length * count * m]; // each draw for all of B
    for (int i = 0; i < block.length * count; i++) {
      System.arraycopy(block[i / count], 0, repeated, i * m, m);
    }
    Tensor at = model.x().tape().constant(Shape.of(block.length, count, m), repeated);
    double[] logQ = density(model.posterior(), metric).logProb(at).toArray().toDoubles();
    for (int i = 0; i < logQ.length; i++) {
      sums.add(first + i / count, logQ[i]);
    }
  }

  private static HasDensity density(Posterior q, String metric) {
    if (q instanceof HasDensity everywhere) {
      return everywhere;
    }
    throw new MisfitException(
        metric + " needs a posterior whose density is known at every z",
        "Take another posterior family, or leave the metric out.");
  }

  /**
   * \(\log q(z_{ij})\) of each coordinate of each draw, [N][m]: the mixture of one-dimensional
   * marginals. For Gaussian posteriors, whose marginals are Gaussian.
   */
  static double[][] logMarginals(Evaluator on, double[][] z) {
    int n = z.length;
    int m = z[0].length;
    LogSums sums = new LogSums(n * m);
    int size = block(z);
    for (int begin = 0; begin < n; begin += size) {
      double[][] block = Arrays.copyOfRange(z, begin, Math.min(begin + size, n));
      int first = begin * m;
      on.forEachChunk(
          0,
          (model, _, _) -> {
            double[] part = marginals(model, block);
            for (int i = 0; i < part.length; i++) {
              sums.add(first + i, part[i]);
            }
          });
    }
    double[][] marginals = new double[n][m];
    for (int i = 0; i < n * m; i++) {
      marginals[i / m][i % m] = sums.of(i) - StrictMath.log(n);
    }
    return marginals;
  }

  /** Sums of marginal densities over a chunk, as logarithms, [block, m]. */
  private static double[] marginals(ModelOnBatch model, double[][] block) {
    DiagonalGaussian q = ((GaussianPosterior) model.posterior()).marginals();
    int count = q.mean().shape().extent(0);
    int m = block[0].length;
    double[] flat = new double[block.length * m];
    for (int i = 0; i < block.length; i++) {
      System.arraycopy(block[i], 0, flat, i * m, m);
    }
    Tensor at =
        model
            .x()
            .tape()
            .constant(Shape.of(block.length, 1, m), flat)
            .broadcastTo(Shape.of(block.length, count, m));
    Tensor standardised = at.subtract(q.mean()).multiply(q.logDeviation().negate().exp());
    Tensor logQ =
        standardised
            .square()
            .multiply(-0.5)
            .subtract(q.logDeviation())
            .add(-0.5 * StandardGaussian.LOG_TWO_PI);
    return logQ.logSumExp(1).toArray().toDoubles();
  }
}
