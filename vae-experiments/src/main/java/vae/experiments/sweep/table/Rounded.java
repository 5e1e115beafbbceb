package vae.experiments.sweep.table;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * A value and its error as people read them: the error with two significant digits, the value to
 * the same place.
 *
 * <p>One rule for every format that people read. Halves go to the even digit, of the exact binary
 * value. Without an error four decimals are shown, or fewer where every seed gave the same value.
 *
 * @param error its error; empty text where there is none
 */
public record Rounded(String value, String error) {

  private static final int SIGNIFICANT = 2;
  private static final int DECIMALS = 4;

  /** An error below a hundred-millionth says that the seeds agree, not how well. */
  private static final int MAX_DECIMALS = 9;

  public static Rounded of(SeedSummary summary) {
    int decimals =
        summary.halfWidth() == 0 ? needed(summary.mean()) : decimals(summary.halfWidth());
    String error = Double.isNaN(summary.halfWidth()) ? "" : number(summary.halfWidth(), decimals);
    return new Rounded(number(summary.mean(), decimals), error);
  }

  /** Decimals of a value that all seeds agree on, such as a count: as few as will do. */
  private static int needed(double value) {
    if (!Double.isFinite(value)) {
      return 0;
    }
    BigDecimal rounded = new BigDecimal(value).setScale(DECIMALS, RoundingMode.HALF_EVEN);
    return Math.max(0, rounded.stripTrailingZeros().scale());
  }

  /** A standard error on its own, with two significant digits; a dash where it is not known. */
  public static String error(double standardError) {
    if (Double.isNaN(standardError)) {
      return PathLabels.ABSENT;
    }
    return standardError == 0 ? "0" : number(standardError, decimals(standardError));
  }

  /** Decimals that show two significant digits of the error. */
  static int decimals(double error) {
    if (!Double.isFinite(error) || error == 0) {
      return DECIMALS;
    }
    int scale = new BigDecimal(error).round(new MathContext(SIGNIFICANT)).scale();
    return Math.clamp(scale, 0, MAX_DECIMALS);
  }

  /** The number with N decimals; {@code NaN}, {@code inf} and {@code -inf} as they are. */
  static String number(double value, int decimals) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
  }
}
