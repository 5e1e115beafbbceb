package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * Independent choices among the K grey levels k / (K − 1), each with logits of its own.
 *
 * <p>\[ \log p(x) = \sum_j \ell_{j, k_j} - \log \sum_k e^{\ell_{jk}}, \qquad x_j = \frac{k_j}{K-1}
 * \]
 *
 * <p>Data between two levels are rounded to the nearer one. Batch [*S, B], event [d].
 */
public final class Categorical implements Observation, HasEntropy {

  /** Logits within ± this times K reach every mean that is not within 10⁻⁴ of an end. */
  private static final double MAX_TILT = 20;

  private final Tensor logits;
  private final Grid grid;

  /**
   * @param logits ℓ [*S, B, d, K], K ≥ 2, any real numbers
   * @throws ShapeException where they have fewer axes than two
   * @throws IllegalArgumentException where K is below 2
   */
  public Categorical(Tensor logits) {
    if (logits.shape().rank() < 2) {
      throw new ShapeException("logits: expected [*S, B, d, K], got " + logits.shape());
    }
    this.logits = logits;
    grid = new Grid(logits.shape().extent(-1));
  }

  /**
   * The logits, linear in k, at which the mean is the given one: the distribution of largest
   * entropy with that mean.
   *
   * @param mean within [10⁻⁴, 1 − 10⁻⁴]
   * @param levels K ≥ 2
   * @return [K], from 0 to the tilt
   */
  public static double[] logitsFor(double mean, int levels) {
    Grid grid = new Grid(levels);
    double bound = MAX_TILT * levels;
    double tilt = Bisection.solve(t -> tiltedMean(grid, t), mean, -bound, bound);
    double[] logits = new double[levels];
    for (int k = 0; k < levels; k++) {
      logits[k] = tilt * grid.value(k);
    }
    return logits;
  }

  private static double tiltedMean(Grid grid, double tilt) {
    double all = 0;
    double weighted = 0;
    for (int k = 0; k < grid.levels(); k++) {
      double weight = StrictMath.exp(tilt * grid.value(k) - Math.max(tilt, 0));
      all += weight;
      weighted += weight * grid.value(k);
    }
    return weighted / all;
  }

  @Override
  public boolean isDiscrete() {
    return true;
  }

  @Override
  public Shape rows() {
    return logits.shape().dropLast(1);
  }

  /** By inversion of the cumulated probabilities; gradients do not pass. */
  @Override
  public Draws draw(int samples, Key key) {
    Tape tape = logits.tape();
    int levels = grid.levels();
    double[] p = logits.softmax(-1).toArray().toDoubles();
    double[] draws = BatchNoise.uniform(tape, key, samples, rows()).toArray().toDoubles();
    for (int i = 0; i < draws.length; i++) {
      int from = i % (p.length / levels) * levels;
      int k = 0;
      double left = draws[i] - p[from];
      while (left >= 0 && k < levels - 1) {
        k++;
        left -= p[from + k];
      }
      draws[i] = grid.value(k);
    }
    return Draws.of(this, tape.constant(rows().prepend(samples), draws));
  }

  @Override
  public Tensor logProbEach(Tensor x) {
    int levels = grid.levels();
    int[] level = grid.nearest(x);
    double[] chosen = new double[Math.multiplyExact(level.length, levels)];
    for (int i = 0; i < level.length; i++) {
      chosen[i * levels + level[i]] = 1;
    }
    Tensor choice = logits.tape().constant(x.shape().append(Shape.of(levels)), chosen);
    return logits.multiply(choice).sum(-1).subtract(logits.logSumExp(-1));
  }

  @Override
  public Tensor mean() {
    double[] values = new double[grid.levels()];
    for (int k = 0; k < values.length; k++) {
      values[k] = grid.value(k);
    }
    Tensor levels = logits.tape().constant(Shape.of(values.length), values);
    return logits.softmax(-1).multiply(levels).sum(-1);
  }

  /** \(\sum_j \log \sum_k e^{\ell_{jk}} - \sum_k p_{jk} \ell_{jk}\) → [*S, B]. */
  @Override
  public Tensor entropy() {
    Tensor expected = logits.softmax(-1).multiply(logits).sum(-1);
    return logits.logSumExp(-1).subtract(expected).sum(-1);
  }
}
