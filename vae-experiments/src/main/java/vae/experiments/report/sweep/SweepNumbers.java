package vae.experiments.report.sweep;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;
import vae.experiments.report.text.Measurement;
import vae.experiments.sweep.table.SeedSummary;
import vae.experiments.sweep.table.SweepResults;

/** Numbers of a sweep as people read them, and the units of its metrics. */
final class SweepNumbers {

  private static final int MAX_NUMBER = 9;
  private static final int MAX_TEXT = 60;

  private SweepNumbers() {}

  /** The mean and half the width of its 95 % interval; the mean alone for one seed. */
  static String interval(SeedSummary seeds) {
    boolean known = Double.isFinite(seeds.halfWidth());
    OptionalDouble half = known ? OptionalDouble.of(seeds.halfWidth()) : OptionalDouble.empty();
    return isHuge(seeds.mean())
        ? Measurement.significant(seeds.mean()) + half(seeds)
        : new Measurement(seeds.mean(), half).text();
  }

  private static String half(SeedSummary seeds) {
    return Double.isNaN(seeds.halfWidth()) ? "" : " \u00b1 " + error(seeds.halfWidth());
  }

  /** Whether plain digits would be too many to read. */
  static boolean isHuge(double value) {
    return Math.abs(value) >= 1e7;
  }

  /** An error with two significant digits: it is not known better. */
  static String error(double value) {
    return Double.isFinite(value)
        ? number(rounded(value)).replaceFirst("\\.?0+e", "e")
        : number(value);
  }

  /** Two significant digits of a finite number. */
  static double rounded(double value) {
    return new BigDecimal(value).round(new MathContext(2)).doubleValue();
  }

  /** A number; a dash where it is not known. */
  static String number(double value) {
    return Double.isNaN(value) ? "\u2013" : Measurement.significant(value);
  }

  /** A value as text: five digits of a number of many more, the start of a long text. */
  static String shortened(String text) {
    if (text.length() <= MAX_NUMBER) {
      return text;
    }
    try {
      return Measurement.significant(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      return text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "\u2026";
    }
  }

  /** A metric's title with its unit where that is known. */
  static String withUnit(SweepResults results, String metric) {
    return results.quantities().withUnit(results.title(metric), metric);
  }
}
