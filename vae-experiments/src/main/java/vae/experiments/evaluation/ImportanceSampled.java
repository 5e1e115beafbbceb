package vae.experiments.evaluation;

import java.util.Arrays;

/**
 * Log-likelihood estimates of examples from their importance weights, added up as they come.
 *
 * <p>The sums of an example are kept relative to its largest weight so far, so they depend on the
 * order of its weights and on nothing else.
 */
public final class ImportanceSampled {

  private final double[] largest;
  private final double[] sum;
  private final double[] squares;
  private final long[] count;

  ImportanceSampled(int examples) {
    largest = new double[examples];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    sum = new double[examples];
    squares = new double[examples];
    count = new long[examples];
  }

  /**
   * @param logWeight log p(x, z) − log q(z | x) of one more sample
   */
  void add(int example, double logWeight) {
    count[example]++;
    if (logWeight == Double.NEGATIVE_INFINITY) {
      return;
    }
    if (logWeight > largest[example]) {
      double shrink = StrictMath.exp(largest[example] - logWeight);
      sum[example] *= shrink;
      squares[example] *= shrink * shrink;
      largest[example] = logWeight;
    }
    double scaled = StrictMath.exp(logWeight - largest[example]);
    sum[example] += scaled;
    squares[example] += scaled * scaled;
  }

  /**
   * The mean of −log p(x) over examples; the standard error is the first-order one of the logarithm
   * of a mean, too small where the effective sample size is.
   */
  public Measured mean() {
    double total = 0;
    double variance = 0;
    for (int i = 0; i < sum.length; i++) {
      total += of(i);
      variance += Math.max(0, squares[i] / (sum[i] * sum[i]) - 1.0 / count[i]);
    }
    return new Measured(total / sum.length, Math.sqrt(variance) / sum.length);
  }

  /** −log p(x) of an example, in nats. */
  public double of(int example) {
    return -(largest[example] + StrictMath.log(sum[example] / count[example]));
  }

  /** The mean effective sample size, from 1 to K. */
  public double effectiveSize() {
    double total = 0;
    for (int i = 0; i < sum.length; i++) {
      total += sum[i] * sum[i] / squares[i];
    }
    return total / sum.length;
  }
}
