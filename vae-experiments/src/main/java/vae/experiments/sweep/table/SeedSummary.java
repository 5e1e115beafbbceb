package vae.experiments.sweep.table;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import vae.experiments.evaluation.Decimals;

/**
 * A metric over training seeds.
 *
 * @param deviation standard deviation over seeds, with n − 1; NaN for one seed
 * @param halfWidth of the 95 % interval of the mean by Student's t; NaN for one seed
 */
public record SeedSummary(double mean, double deviation, double halfWidth, int n) {

  private static final double UPPER = 0.975;

  /** {@code mean ± halfWidth} with four decimals; the mean alone for one seed. */
  public String meanAndInterval() {
    return n < 2 ? Decimals.of(mean, 4) : Decimals.of(mean, 4) + " ± " + Decimals.of(halfWidth, 4);
  }

  /**
   * Of the values of several seeds.
   *
   * @throws IllegalArgumentException where there are none
   */
  public static SeedSummary of(List<Double> values) {
    int n = values.size();
    if (n == 0) {
      throw new IllegalArgumentException("expected the values of at least one seed, got none");
    }
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    double mean = sum / n;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    if (n < 2) {
      return new SeedSummary(mean, Double.NaN, Double.NaN, n);
    }
    double deviation = Math.sqrt(squares / (n - 1));
    double quantile = new TDistribution(n - 1).inverseCumulativeProbability(UPPER);
    return new SeedSummary(mean, deviation, quantile * deviation / Math.sqrt(n), n);
  }
}
