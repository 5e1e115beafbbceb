package vae.experiments.sweep.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import vae.core.spec.SpecException;

/**
 * How values of a range are drawn: what a number u, uniform in [0, 1), becomes.
 *
 * <p>Real values are rounded to decimals that people can read and copy, the rounding being part of
 * the definition: uniform ones to the hundred-thousandth part of the range's own power of ten,
 * log-uniform ones to six significant digits, more where the range is narrower than that.
 */
public enum SearchScale {

  /** \( \text{min} + u\,(\text{max} - \text{min}) \). */
  UNIFORM {
    @Override
    JsonNode at(double u, double min, double max) {
      int scale = DIGITS - 1 - power(max - min);
      BigDecimal value = BigDecimal.valueOf(min + u * (max - min));
      return real(value.setScale(scale, RoundingMode.HALF_EVEN).doubleValue(), min, max);
    }
  },

  /** \( \text{min}\,(\text{max}/\text{min})^u \); the range is above 0. */
  LOG_UNIFORM {
    @Override
    JsonNode at(double u, double min, double max) {
      double logMin = StrictMath.log(min);
      double value = StrictMath.exp(logMin + u * (StrictMath.log(max) - logMin));
      int digits = Math.min(MAX_DIGITS, DIGITS + Math.max(0, -power(max / min - 1)));
      MathContext rounding = new MathContext(digits, RoundingMode.HALF_EVEN);
      return real(new BigDecimal(value).round(rounding).doubleValue(), min, max);
    }
  },

  /** Each integer from min to max equally often. */
  INTEGER {
    @Override
    JsonNode at(double u, double min, double max) {
      return whole(min + StrictMath.floor(u * (max - min + 1)), min, max);
    }
  },

  /** Integers from min to max, each power's span equally often; the range is at least 1. */
  LOG_INTEGER {
    @Override
    JsonNode at(double u, double min, double max) {
      double logMin = StrictMath.log(min);
      double value = StrictMath.exp(logMin + u * (StrictMath.log(max + 1) - logMin));
      return whole(StrictMath.floor(value), min, max);
    }
  };

  private static final int DIGITS = 6;
  private static final int MAX_DIGITS = 17;
  private static final double MAX_WHOLE = 1L << 53;

  /**
   * The value.
   *
   * @param u in [0, 1)
   */
  abstract JsonNode at(double u, double min, double max);

  /**
   * Checks the bounds.
   *
   * @throws SpecException at the key {@code min} or {@code max}
   */
  void require(double min, double max) {
    if (!(min < max)) {
      String fix = "Write a single value as {\"values\": [" + shown(min) + "]}.";
      String swapped = "Exchange the two.";
      throw new SpecException(
          "max", "a number above min " + shown(min), shown(max), min == max ? fix : swapped);
    }
    if (!Double.isFinite(max - min)) {
      throw new SpecException("max", "a range within 1.8e308", shown(max), "");
    }
    boolean whole = this == INTEGER || this == LOG_INTEGER;
    double least = this == LOG_INTEGER ? 1 : this == LOG_UNIFORM ? Double.MIN_VALUE : min;
    if (min < least) {
      String domain = whole ? "an integer of at least 1" : "a number above 0";
      String fix =
          "A logarithm begins above 0; take the distribution \"%s\", or a larger min."
              .formatted(whole ? "integer" : "uniform");
      throw new SpecException("min", domain, shown(min), fix);
    }
    if (whole) {
      requireWhole("min", min);
      requireWhole("max", max);
    }
  }

  private static void requireWhole(String key, double value) {
    if (value != Math.rint(value) || Math.abs(value) >= MAX_WHOLE) {
      String fix = "Take the distribution \"uniform\" or \"log-uniform\" for other numbers.";
      throw new SpecException(key, "an integer within ±(2^53 − 1)", shown(value), fix);
    }
  }

  private static String shown(double value) {
    return JsonNodeFactory.instance
        .numberNode(value)
        .toString()
        .replaceFirst("\\.0(?=E|$)", "")
        .replace('E', 'e');
  }

  /** k where \(10^k\) is the greatest power of ten that is at most the width. */
  private static int power(double width) {
    BigDecimal exact = new BigDecimal(width);
    return exact.precision() - exact.scale() - 1;
  }

  private static JsonNode real(double value, double min, double max) {
    return JsonNodeFactory.instance.numberNode(Math.clamp(value, min, max) + 0.0);
  }

  private static JsonNode whole(double value, double min, double max) {
    return JsonNodeFactory.instance.numberNode((long) Math.clamp(value, min, max));
  }
}
