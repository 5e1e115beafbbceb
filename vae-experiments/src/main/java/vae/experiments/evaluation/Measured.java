package vae.experiments.evaluation;

import java.util.OptionalDouble;

/**
 * A mean over examples, and the error of the Monte-Carlo evaluation that gave it.
 *
 * @param value the mean
 * @param standardError finite and ≥ 0: 0 where the value is exact, empty where the error was not
 *     measured, as with a single draw
 */
public record Measured(double value, OptionalDouble standardError) {

  public Measured {
    if (standardError.isPresent() && !(standardError.getAsDouble() >= 0)) {
      throw new IllegalArgumentException(
          "standardError: expected a number that is not negative, got "
              + standardError.getAsDouble());
    }
  }

  /**
   * A value with its error.
   *
   * @param standardError ≥ 0; not measured where it is not finite
   */
  public Measured(double value, double standardError) {
    this(
        value,
        Double.isNaN(standardError) || standardError == Double.POSITIVE_INFINITY
            ? OptionalDouble.empty()
            : OptionalDouble.of(standardError));
  }

  /** A value without Monte-Carlo error. */
  public static Measured exact(double value) {
    return new Measured(value, 0);
  }

  /** A value whose Monte-Carlo error was not measured. */
  public static Measured unmeasured(double value) {
    return new Measured(value, OptionalDouble.empty());
  }

  /** The value and its error in another unit. */
  public Measured times(double factor) {
    return new Measured(value * factor, standardError.orElse(Double.NaN) * Math.abs(factor));
  }

  /** The mean of values whose Monte-Carlo error was not measured. */
  public static Measured ofMean(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    return unmeasured(mean);
  }

  /**
   * A share with the binomial error of drawing that many, \(\sqrt{s (1 - s) / n}\).
   *
   * @param share s, from 0 to 1
   * @param of n &gt; 0
   */
  public static Measured ofShare(double share, int of) {
    return new Measured(share, Math.sqrt(share * (1 - share) / of));
  }

  /** Whether there is an error to show: one that was measured and is not 0. */
  public boolean hasError() {
    return standardError.orElse(0) > 0;
  }
}
