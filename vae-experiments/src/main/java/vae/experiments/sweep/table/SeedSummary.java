package vae.experiments.sweep.table;

import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.distribution.TDistribution;

/**
 * A metric over training seeds.
 *
 * @param mean over seeds
 * @param deviation standard deviation over seeds, with n − 1; NaN for one seed
 * @param halfWidth of the 95 % interval of the mean by Student's t; NaN for one seed
 * @param n number of seeds
 */
public record SeedSummary(double mean, double deviation, double halfWidth, int n) {

  private static final double UPPER = 0.975;

  /** {@code mean ± halfWidth} with four decimals; the mean alone for one seed. */
  public String meanAndInterval() {
    return n < 2
        ? String.format(Locale.ROOT, "%.4f", mean)
        : String.format(Locale.ROOT, "%.4f ± %.4f", mean, halfWidth);
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
