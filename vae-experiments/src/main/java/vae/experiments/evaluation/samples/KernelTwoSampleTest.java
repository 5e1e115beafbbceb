package vae.experiments.evaluation.samples;

import java.util.Arrays;
import java.util.stream.Stream;
import vae.autodiff.random.Key;
import vae.autodiff.random.Permutation;

/**
 * Whether two samples are of one law: the unbiased estimate of the squared maximum mean
 * discrepancy, and the share of relabelled samples whose estimate is as large.
 *
 * <p>\[ \widehat{\mathrm{MMD}}^2_u = \frac{\sum_{i \ne i'} k(x_i, x_{i'})}{N (N-1)} + \frac{\sum_{j
 * \ne j'} k(y_j, y_{j'})}{M (M-1)} - \frac{2 \sum_{i, j} k(x_i, y_j)}{N M}, \qquad k(a, b) = \exp
 * \Bigl(-\frac{\lVert a - b \rVert^2}{2 \sigma^2}\Bigr) \]
 *
 * <p>It may be negative, and often is where the laws are equal. The p-value, \((1 + \#\{b : T_b \ge
 * T\}) / (1 + P)\) over P keyed permutations of the labels, is exact: at most u with probability u
 * where they are equal, whatever σ. The kernel is computed a row at a time, so that memory is that
 * of P (N + M) numbers. Source: Gretton, Borgwardt, Rasch, Schölkopf and Smola (2012), lemma 6 and
 * section 8 (σ is the median distance between points of both samples).
 *
 * @param mmd2 \(\widehat{\mathrm{MMD}}^2_u\)
 * @param p from 1/(1 + P) to 1
 * @param bandwidth σ ≥ 0; where it is 0, k(a, b) = 1[a = b]
 */
public record KernelTwoSampleTest(double mmd2, double p, double bandwidth) {

  /** Points among which the median distance is taken; all where there are no more. */
  private static final int MEDIAN_POINTS = 1000;

  /**
   * @param x [N][d], N ≥ 2
   * @param y [M][d], M ≥ 2
   * @param permutations P ≥ 1
   * @param key of the permutations, and of the points that the bandwidth is taken from
   */
  public static KernelTwoSampleTest of(double[][] x, double[][] y, int permutations, Key key) {
    double[][] pooled = Stream.concat(Arrays.stream(x), Arrays.stream(y)).toArray(double[][]::new);
    return of(x, y, medianDistance(pooled, key.fold("bandwidth")), permutations, key);
  }

  /** With a bandwidth that does not depend on the labels. */
  static KernelTwoSampleTest of(
      double[][] x, double[][] y, double bandwidth, int permutations, Key key) {
    double[][] pooled = Stream.concat(Arrays.stream(x), Arrays.stream(y)).toArray(double[][]::new);
    double[] estimates = estimates(pooled, x.length, bandwidth, permutations, key);
    int asLarge = 0;
    for (int b = 1; b <= permutations; b++) {
      asLarge += estimates[b] >= estimates[0] ? 1 : 0;
    }
    return new KernelTwoSampleTest(estimates[0], (1.0 + asLarge) / (1 + permutations), bandwidth);
  }

  /** Of a keyed subset, chosen without regard to which sample a point is from. */
  static double medianDistance(double[][] pooled, Key key) {
    int[] chosen = Permutation.of(key, pooled.length);
    int n = Math.min(MEDIAN_POINTS, pooled.length);
    double[] squares = new double[n * (n - 1) / 2];
    int at = 0;
    for (int i = 1; i < n; i++) {
      for (int j = 0; j < i; j++) {
        squares[at++] = SquaredDistance.of(pooled[chosen[i]], pooled[chosen[j]]);
      }
    }
    Arrays.sort(squares);
    return squares.length % 2 == 1
        ? Math.sqrt(squares[squares.length / 2])
        : (Math.sqrt(squares[squares.length / 2 - 1]) + Math.sqrt(squares[squares.length / 2])) / 2;
  }

  /** Under the labels as they are, then under each permutation of them, [1 + P]. */
  private static double[] estimates(
      double[][] pooled, int n, double bandwidth, int permutations, Key key) {
    double[][] first = new double[permutations + 1][pooled.length]; // 1 in the first sample, else 0
    Arrays.fill(first[0], 0, n, 1);
    for (int b = 1; b <= permutations; b++) {
      int[] order = Permutation.of(key.fold(b), pooled.length);
      for (int i = 0; i < n; i++) {
        first[b][order[i]] = 1;
      }
    }
    double[] degree =
        new double[pooled.length]; // sum of a row of the kernel, its diagonal left out
    double[] inFirst = new double[permutations + 1]; // sum over pairs i < j of the first sample
    double all = 0;
    double[] row = new double[pooled.length];
    for (int i = 1; i < pooled.length; i++) {
      for (int j = 0; j < i; j++) {
        row[j] = kernel(SquaredDistance.of(pooled[i], pooled[j]), bandwidth);
        degree[i] += row[j];
        degree[j] += row[j];
        all += row[j];
      }
      for (int b = 0; b <= permutations; b++) {
        if (first[b][i] == 1) {
          inFirst[b] += dot(row, first[b], i);
        }
      }
    }
    double[] estimates = new double[permutations + 1];
    for (int b = 0; b <= permutations; b++) {
      double within = inFirst[b];
      double across = dot(degree, first[b], pooled.length) - 2 * within;
      double rest = all - within - across;
      double m = pooled.length - (double) n;
      estimates[b] = 2 * within / (n * (n - 1.0)) + 2 * rest / (m * (m - 1)) - 2 * across / (n * m);
    }
    return estimates;
  }

  private static double kernel(double squared, double bandwidth) {
    if (bandwidth == 0) {
      return squared == 0 ? 1 : 0;
    }
    return StrictMath.exp(-squared / (2 * bandwidth * bandwidth));
  }

  /** The first {@code count} products, added up in four lanes in a fixed order. */
  private static double dot(double[] a, double[] b, int count) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int whole = count & ~3;
    for (int j = 0; j < whole; j += 4) {
      s0 += a[j] * b[j];
      s1 += a[j + 1] * b[j + 1];
      s2 += a[j + 2] * b[j + 2];
      s3 += a[j + 3] * b[j + 3];
    }
    double rest = 0;
    for (int j = whole; j < count; j++) {
      rest += a[j] * b[j];
    }
    return s0 + s1 + (s2 + s3) + rest;
  }
}
