package vae.experiments.evaluation;

import vae.autodiff.tape.Tensor;

/**
 * First and second moments of each example's value over draws, about its first draw: what is the
 * same in every draw has no error at all.
 */
public final class Moments {

  private final boolean[] seen;
  private final double[] first;
  private final double[] sum;
  private final double[] squares;

  /** For that many examples. */
  public Moments(int examples) {
    seen = new boolean[examples];
    first = new double[examples];
    sum = new double[examples];
    squares = new double[examples];
  }

  /**
   * Adds a draw of a chunk.
   *
   * @param from the place of its first example
   * @param perExample [B]
   */
  public void add(int from, Tensor perExample) {
    for (int i = 0; i < perExample.shape().size(); i++) {
      add(from + i, perExample.get(i));
    }
  }

  /** Adds a draw of one example. */
  public void add(int example, double value) {
    if (!seen[example]) {
      seen[example] = true;
      first[example] = value;
    }
    double beyond = value - first[example];
    sum[example] += beyond;
    squares[example] += beyond * beyond;
  }

  /**
   * Mean over examples and draws; standard error from the variance over draws of each example, not
   * measured with one draw.
   */
  public Measured measured(int draws) {
    double total = 0;
    double variance = 0;
    for (int i = 0; i < sum.length; i++) {
      double beyond = sum[i] / draws;
      total += first[i] + beyond;
      variance += Math.max(0, squares[i] / draws - beyond * beyond) / (draws - 1);
    }
    return new Measured(total / sum.length, Math.sqrt(variance) / sum.length);
  }

  /** The mean over draws of each example, [N]. */
  public double[] means(int draws) {
    double[] means = new double[sum.length];
    for (int i = 0; i < means.length; i++) {
      means[i] = first[i] + sum[i] / draws;
    }
    return means;
  }
}
