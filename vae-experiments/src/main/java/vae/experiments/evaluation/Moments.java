package vae.experiments.evaluation;

import vae.autodiff.tape.Tensor;

/** First and second moments of each example's value over draws. */
final class Moments {

  private final double[] sum;
  private final double[] squares;

  Moments(int examples) {
    sum = new double[examples];
    squares = new double[examples];
  }

  void add(int from, Tensor perExample) {
    for (int i = 0; i < perExample.shape().size(); i++) {
      double value = perExample.get(i);
      sum[from + i] += value;
      squares[from + i] += value * value;
    }
  }

  /** Mean over examples and draws; standard error from the variance over draws of each example. */
  Measured measured(int draws) {
    double total = 0;
    double variance = 0;
    for (int i = 0; i < sum.length; i++) {
      double mean = sum[i] / draws;
      total += mean;
      variance += Math.max(0, squares[i] / draws - mean * mean) / (draws - 1);
    }
    return new Measured(total / sum.length, Math.sqrt(variance) / sum.length);
  }
}
