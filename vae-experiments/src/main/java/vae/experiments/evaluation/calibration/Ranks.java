package vae.experiments.evaluation.calibration;

import org.apache.commons.math3.special.Gamma;

/**
 * Ranks of true values among draws of a posterior, counted in bins of equal expected size.
 *
 * <p>Where the posterior is exact a rank is uniform on 0 … L, so each of B bins holds N/B of N
 * ranks in expectation, and \(\sum_b (n_b - N/B)^2 / (N/B)\) is about χ² with B − 1 degrees of
 * freedom.
 */
final class Ranks {

  private final int bins;
  private final int width;
  private final double[][] counts;
  private int simulations;

  /**
   * @param draws L, with L + 1 a multiple of the bins
   */
  Ranks(int coordinates, int draws, int bins) {
    this.bins = bins;
    width = (draws + 1) / bins;
    counts = new double[coordinates][bins];
  }

  /**
   * Adds the ranks of one simulation.
   *
   * @param ranks from 0 to L, one for each coordinate
   */
  void add(int[] ranks) {
    simulations++;
    for (int j = 0; j < ranks.length; j++) {
      counts[j][ranks[j] / width]++;
    }
  }

  /** Ranks in each bin, [m][B]. */
  double[][] counts() {
    return counts;
  }

  /** The probability of so uneven a histogram where the posterior is exact, [m]. */
  double[] pValues() {
    double expected = simulations / (double) bins;
    double[] values = new double[counts.length];
    for (int j = 0; j < values.length; j++) {
      double statistic = 0;
      for (double count : counts[j]) {
        statistic += (count - expected) * (count - expected) / expected;
      }
      values[j] = Gamma.regularizedGammaQ((bins - 1) / 2.0, statistic / 2);
    }
    return values;
  }

  /**
   * The smallest p-value times the number of coordinates, at most 1: valid however the coordinates'
   * ranks depend on each other (Bonferroni).
   */
  static double ofAll(double[] pValues) {
    double smallest = 1;
    for (double each : pValues) {
      smallest = Math.min(smallest, each);
    }
    return Math.min(1, smallest * pValues.length);
  }
}
