package vae.experiments.evaluation;

import java.util.Arrays;

/** Logarithms of sums of exponentials, added up as they come, [N]. */
public final class LogSums {

  private final double[] largest;
  private final double[] sum;

  /**
   * @param size N
   */
  public LogSums(int size) {
    largest = new double[size];
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
    sum = new double[size];
  }

  /** Adds the exponential of a number to the sum at a place. */
  public void add(int place, double logarithm) {
    if (logarithm > largest[place]) {
      sum[place] = sum[place] * StrictMath.exp(largest[place] - logarithm) + 1;
      largest[place] = logarithm;
    } else if (logarithm > Double.NEGATIVE_INFINITY) {
      sum[place] += StrictMath.exp(logarithm - largest[place]);
    }
  }

  /** The logarithm of the sum at a place; −∞ where nothing was added. */
  public double of(int place) {
    return largest[place] + StrictMath.log(sum[place]);
  }
}
