package vae.experiments.evaluation.samples;

import java.util.Arrays;

/**
 * Samples y [M] against data x [N] by the balls that reach from each point to its k-th nearest
 * neighbour among its own kind.
 *
 * <p>\[ \mathrm{precision} = \frac1M \sum_j 1\Bigl[y_j \in \bigcup_i B(x_i)\Bigr], \qquad
 * \mathrm{recall} = \frac1N \sum_i 1\Bigl[x_i \in \bigcup_j B(y_j)\Bigr] \] \[ \mathrm{density} =
 * \frac1{kM} \sum_j \sum_i 1[y_j \in B(x_i)], \qquad \mathrm{coverage} = \frac1N \sum_i 1[\exists
 * j: y_j \in B(x_i)] \]
 *
 * <p>Balls are closed. Costs N²/2 + N M + M²/2 distances and the memory of k (N + M) numbers.
 * Sources: Kynkäänniemi, Karras, Laine, Lehtinen and Aila (2019), section 3; Naeem, Oh, Uh, Choi
 * and Yoo (2020), section 3.
 *
 * @param precision the share of samples that lie where data are, from 0 to 1
 * @param recall the share of data that lie where samples are, from 0 to 1
 * @param density how many balls of data hold a sample, of k; above 1 where samples crowd
 * @param coverage the share of data with a sample in their ball, from 0 to 1
 */
public record NeighbourBalls(double precision, double recall, double density, double coverage) {

  /**
   * @param data [N][d]
   * @param samples [M][d]
   * @param k ≥ 1, below N and M
   */
  public static NeighbourBalls of(double[][] data, double[][] samples, int k) {
    double[] dataRadius = squaredRadii(data, k);
    double[] sampleRadius = squaredRadii(samples, k);
    boolean[] precise = new boolean[samples.length];
    long within = 0;
    int recalled = 0;
    int covered = 0;
    for (int i = 0; i < data.length; i++) {
      boolean held = false;
      boolean holds = false;
      for (int j = 0; j < samples.length; j++) {
        double distance = SquaredDistance.of(data[i], samples[j]);
        if (distance <= dataRadius[i]) {
          precise[j] = true;
          holds = true;
          within++;
        }
        held |= distance <= sampleRadius[j];
      }
      recalled += held ? 1 : 0;
      covered += holds ? 1 : 0;
    }
    int precisely = 0;
    for (boolean each : precise) {
      precisely += each ? 1 : 0;
    }
    return new NeighbourBalls(
        precisely / (double) samples.length,
        recalled / (double) data.length,
        within / ((double) k * samples.length),
        covered / (double) data.length);
  }

  /**
   * The coverage to expect where samples and data are of one law, whatever that is: all N + M − 1
   * others come in any order, and the k nearest are data with probability \(\prod_{i=1}^k (N - i) /
   * (N + M - i)\). The density to expect is 1.
   */
  public static double expectedCoverage(int data, int samples, int k) {
    double missed = 1;
    for (int i = 1; i <= k; i++) {
      missed *= (data - i) / ((double) data + samples - i);
    }
    return 1 - missed;
  }

  /** The squared distance of each point to its k-th nearest other one. */
  static double[] squaredRadii(double[][] points, int k) {
    double[][] nearest = new double[points.length][k];
    for (double[] each : nearest) {
      Arrays.fill(each, Double.POSITIVE_INFINITY);
    }
    for (int i = 1; i < points.length; i++) {
      for (int j = 0; j < i; j++) {
        double distance = SquaredDistance.of(points[i], points[j]);
        insert(nearest[i], distance);
        insert(nearest[j], distance);
      }
    }
    return Arrays.stream(nearest).mapToDouble(each -> each[k - 1]).toArray();
  }

  /** Keeps the smallest in rising order. */
  private static void insert(double[] smallest, double value) {
    int at = smallest.length;
    while (at > 0 && value < smallest[at - 1]) {
      at--;
    }
    if (at < smallest.length) {
      System.arraycopy(smallest, at, smallest, at + 1, smallest.length - at - 1);
      smallest[at] = value;
    }
  }
}
