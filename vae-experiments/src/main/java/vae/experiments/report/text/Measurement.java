package vae.experiments.report.text;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A final metric with its Monte-Carlo standard error.
 *
 * @param standardError 0 where the value is exact, empty where the error was not measured
 */
public record Measurement(double value, OptionalDouble standardError) {

  /** {@link #valueText} and, where there is one, {@link #errorText}. */
  public String text() {
    String error = errorText();
    return error.isEmpty() ? valueText() : valueText() + " " + error;
  }

  /** The standard error with its sign, two digits of it; empty where none is known. */
  public String errorText() {
    return hasError() ? "\u00b1 " + fixed(standardError.getAsDouble(), decimals()) : "";
  }

  /**
   * The value for reading: with an error, as many decimals as show two digits of it ({@code −31.42
   * ± 0.18}); without, five significant digits. The minus sign is the typographic one.
   */
  public String valueText() {
    if (!Double.isFinite(value)) {
      return Double.toString(value).replace('-', '\u2212');
    }
    return hasError() ? fixed(value, decimals()) : significant(value);
  }

  private boolean hasError() {
    double error = standardError.orElse(0);
    return Double.isFinite(value) && Double.isFinite(error) && error > 0;
  }

  private int decimals() {
    return Math.clamp(1 - (int) Math.floor(Math.log10(standardError.getAsDouble())), 0, 8);
  }

  /** With that many decimals, in scientific notation from ten millions on. */
  public static String fixed(double number, int decimals) {
    String text =
        Math.abs(number) < 1e7
            ? String.format(Locale.ROOT, "%." + decimals + "f", number)
            : String.format(Locale.ROOT, "%.4e", number);
    return text.replace('-', '\u2212');
  }

  /** Five significant digits, in plain notation where that stays short. */
  public static String significant(double number) {
    if (number == Math.rint(number) && Math.abs(number) < 1e7) {
      return Long.toString((long) number).replace('-', '\u2212');
    }
    double size = Math.abs(number);
    if (size >= 1e-4 && size < 1e7) {
      BigDecimal rounded = new BigDecimal(number).round(new MathContext(5, RoundingMode.HALF_EVEN));
      return rounded.stripTrailingZeros().toPlainString().replace('-', '\u2212');
    }
    return String.format(Locale.ROOT, "%.4e", number).replace('-', '\u2212');
  }
}
