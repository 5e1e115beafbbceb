package vae.experiments.evaluation.factors;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * A class for each interval of a number: the thresholds maximise the balanced accuracy, the mean
 * over classes of the share of their examples that is right.
 *
 * <p>There is at most one interval for each class, in the order of the classes' means; the best
 * thresholds are found exactly, by dynamic programming over the examples in rising order.
 *
 * @param thresholds rising; the interval i ends below threshold i
 * @param classes of the intervals, one more than thresholds
 */
record IntervalClassifier(double[] thresholds, int[] classes) {

  /**
   * Fits the thresholds.
   *
   * @param x [N], N ≥ 1
   * @param y [N], from 0 to count − 1
   */
  static IntervalClassifier fit(double[] x, int[] y, int count) {
    int[] sizes = new int[count];
    double[] sums = new double[count];
    for (int n = 0; n < x.length; n++) {
      sizes[y[n]]++;
      sums[y[n]] += x[n];
    }
    int[] order =
        IntStream.range(0, count)
            .filter(c -> sizes[c] > 0)
            .boxed()
            .sorted(Comparator.comparingDouble(c -> sums[c] / sizes[c]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = Arrays.stream(x).distinct().sorted().toArray();
    double[][] gain = new double[values.length][order.length]; // of a value in an interval
    int[] interval = new int[count];
    for (int r = 0; r < order.length; r++) {
      interval[order[r]] = r;
    }
    for (int n = 0; n < x.length; n++) {
      gain[Arrays.binarySearch(values, x[n])][interval[y[n]]] += 1.0 / sizes[y[n]];
    }
    return of(values, bestIntervals(gain), order);
  }

  /** The interval of each value, never falling, for the largest sum of gains. */
  private static int[] bestIntervals(double[][] gain) {
    int intervals = gain[0].length;
    int[][] before = new int[gain.length][intervals]; // the interval of the value before
    double[] best = new double[intervals]; // where the last value so far is in this interval
    for (int t = 0; t < gain.length; t++) {
      int least = 0; // the best interval up to r
      double[] next = new double[intervals];
      for (int r = 0; r < intervals; r++) {
        least = best[r] > best[least] ? r : least;
        before[t][r] = least;
        next[r] = best[least] + gain[t][r];
      }
      best = next;
    }
    int last = 0;
    for (int r = 1; r < intervals; r++) {
      last = best[r] > best[last] ? r : last;
    }
    int[] chosen = new int[gain.length];
    for (int t = gain.length - 1; t >= 0; t--) {
      chosen[t] = last;
      last = before[t][last];
    }
    return chosen;
  }

  /** Thresholds are midway between values of different intervals. */
  private static IntervalClassifier of(double[] values, int[] chosen, int[] order) {
    int[] changes =
        IntStream.range(1, values.length).filter(t -> chosen[t] != chosen[t - 1]).toArray();
    double[] thresholds =
        Arrays.stream(changes).mapToDouble(t -> (values[t - 1] + values[t]) / 2).toArray();
    int[] classes =
        IntStream.concat(IntStream.of(0), Arrays.stream(changes))
            .map(t -> order[chosen[t]])
            .toArray();
    return new IntervalClassifier(thresholds, classes);
  }

  /** The class of the interval that holds x. */
  int predict(double x) {
    int i = 0;
    while (i < thresholds.length && x >= thresholds[i]) {
      i++;
    }
    return classes[i];
  }

  /** The mean over the classes that occur of the share that is right; 0 for no examples. */
  double balancedAccuracy(double[] x, int[] y, int count) {
    int[] sizes = new int[count];
    int[] right = new int[count];
    for (int n = 0; n < x.length; n++) {
      sizes[y[n]]++;
      right[y[n]] += predict(x[n]) == y[n] ? 1 : 0;
    }
    return IntStream.range(0, count)
        .filter(c -> sizes[c] > 0)
        .mapToDouble(c -> right[c] / (double) sizes[c])
        .average()
        .orElse(0);
  }
}
