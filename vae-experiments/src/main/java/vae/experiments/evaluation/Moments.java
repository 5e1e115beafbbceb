package vae.experiments.evaluation;

import vae.autodiff.tape.Tensor;

/**
 * First and second moments of each example's value over draws, about its first draw: what is the
 * same in every draw has no error at all.
 */
final class Moments {

  private final boolean[] seen;
  private final double[] first;
  private final double[] sum;
  private final double[] squares;

  Moments(int examples) {
    seen = new boolean[examples];
    first = new double[examples];
    sum = new double[examples];
    squares = new double[examples];
  }

  void add(int from, Tensor perExample) {
    for (int i = 0; i < perExample.shape().size(); i++) {
      double value = perExample.get(i);
      int example = from + i;
      if (!seen[example]) {
        seen[example] = true;
        first[example] = value;
      }
      double beyond = value - first[example];
      sum[example] += beyond;
      squares[example] += beyond * beyond;
    }
  }

  /**
   * Mean over examples and draws; standard error from the variance over draws of each example, not
   * measured with one draw.
   */
  Measured measured(int draws) {
    double total = 0;
    double variance = 0;
    for (int i = 0; i < sum.length; i++) {
      double beyond = sum[i] / draws;
      total += first[i] + beyond;
      variance += Math.max(0, squares[i] / draws - beyond * beyond) / (draws - 1);
    }
    return new Measured(total / sum.length, Math.sqrt(variance) / sum.length);
  }
}
