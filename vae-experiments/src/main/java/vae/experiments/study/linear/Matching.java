package vae.experiments.study.linear;

import java.util.Arrays;

/**
 * The best way to give each row of a square table a column of its own.
 *
 * <p>Exact, by the best sum of the first rows for each set of columns: \(m 2^m\) steps.
 */
public final class Matching {

  public static final int MAX_SIZE = 16;

  private Matching() {}

  /**
   * \(\max_\pi \sum_j s_{j \pi(j)}\) over permutations.
   *
   * @param scores s [m, m], finite, m from 1 to {@value #MAX_SIZE}
   */
  public static double best(double[][] scores) {
    int m = scores.length;
    if (m < 1 || m > MAX_SIZE) {
      throw new IllegalArgumentException("expected 1 to %d rows, got %d".formatted(MAX_SIZE, m));
    }
    double[] best = new double[1 << m]; // by the set of columns that the first rows have taken
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    best[0] = 0;
    for (int taken = 0; taken < best.length - 1; taken++) {
      double[] row = scores[Integer.bitCount(taken)];
      for (int k = 0; k < m; k++) {
        int with = taken | 1 << k;
        if (with != taken) {
          best[with] = Math.max(best[with], best[taken] + row[k]);
        }
      }
    }
    return best[best.length - 1];
  }
}
