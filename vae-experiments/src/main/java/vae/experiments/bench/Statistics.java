package vae.experiments.bench;

import java.util.Arrays;

/** What a series of timings comes down to. */
final class Statistics {

  private Statistics() {}

  /** The middle one, or the mean of the two in the middle. */
  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
  }
}
