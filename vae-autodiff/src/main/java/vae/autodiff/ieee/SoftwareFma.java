package vae.autodiff.ieee;

/**
 * a·b + c, rounded once, from additions and multiplications that round twice.
 *
 * <p>The exact sum is first rounded to odd in more bits than the result has: towards zero, and
 * where that was inexact, the last bit is set. The second rounding, to nearest, then gives what one
 * rounding of the exact sum gives, because an odd last bit is never a tie and keeps the side on
 * which the exact sum lies.
 *
 * <p>Source: Boldo and Melquiond (2008), "Emulation of FMA and correctly rounded sums: proved
 * algorithms using rounding to odd"; Dekker (1971) and Knuth for the exact products and sums.
 */
public final class SoftwareFma {

  /** 2²⁷ + 1: splits 53 bits into 26 and 26, by Veltkamp. */
  private static final double SPLITTER = 0x1p27 + 1;

  /** The exponents for which no step over- or underflows. */
  private static final int MAX_FACTOR = 990;

  private static final int MAX_SUMMAND = 1020;

  /** The last bit of a product is at least 2⁻¹⁰⁷⁴ from here on. */
  private static final int MIN_PRODUCT = -968;

  private SoftwareFma() {}

  /**
   * The float nearest to a·b + c.
   *
   * <p>The product of two floats is a double, without an error; its sum with c is rounded to odd in
   * double, then to float. A double has 29 bits more than a float, also where floats are subnormal
   * or overflow. Without a branch, so that loops of it can be vectorised.
   */
  public static float fma(float a, float b, float c) {
    double product = (double) a * b;
    return (float) addToOdd(product, c);
  }

  /**
   * The double nearest to a·b + c.
   *
   * <p>Where a step might over- or underflow, which takes numbers beyond 10⁻²⁹⁰ or 10²⁹⁰, it is
   * {@link Math#fma(double, double, double)}: as exact, and slow.
   */
  public static double fma(double a, double b, double c) {
    int exponentOfA = Math.getExponent(a);
    int exponentOfB = Math.getExponent(b);
    int ofProduct = exponentOfA + exponentOfB;
    boolean safe =
        Math.max(exponentOfA, exponentOfB) <= MAX_FACTOR
            && Math.min(exponentOfA, exponentOfB) >= Double.MIN_EXPONENT
            && ofProduct <= MAX_SUMMAND
            && ofProduct >= MIN_PRODUCT
            && Math.getExponent(c) <= MAX_SUMMAND;
    return safe ? sumOfProduct(a, b, c) : atTheLimits(a, b, c);
  }

  private static double sumOfProduct(double a, double b, double c) {
    double scaledA = SPLITTER * a;
    double highA = scaledA - (scaledA - a);
    double lowA = a - highA;
    double scaledB = SPLITTER * b;
    double highB = scaledB - (scaledB - b);
    double lowB = b - highB;
    // product + rest is a·b, without an error.
    double product = a * b;
    double rest = ((highA * highB - product) + highA * lowB + lowA * highB) + lowA * lowB;
    double low = c + rest;
    double lowError = error(c, rest, low);
    double high = product + low;
    double highError = error(product, low, high);
    return high + addToOdd(lowError, highError);
  }

  private static double atTheLimits(double a, double b, double c) {
    boolean exactProduct = a == 0 || b == 0 || !Double.isFinite(a) || !Double.isFinite(b);
    if (exactProduct) {
      return a * b + c;
    }
    return Double.isFinite(c) ? Math.fma(a, b, c) : c;
  }

  /** The sum of finite numbers rounded to odd; where it is infinite or NaN, that. */
  private static double addToOdd(double x, double y) {
    double sum = x + y;
    double error = error(x, y, sum);
    long bits = Double.doubleToRawLongBits(sum);
    // An even sum that is not exact moves one place towards the exact one: away from zero where the
    // error has the sign of the sum, else towards zero. NaN as an error is no error.
    long inexact = Math.abs(error) > 0 ? 1 : 0;
    long direction = (Double.doubleToRawLongBits(error) ^ bits) >> 63 | 1;
    return Double.longBitsToDouble(bits + (direction & -(inexact & ~bits)));
  }

  /** (x + y) − sum, without an error, where the sum is x + y rounded to nearest. */
  private static double error(double x, double y, double sum) {
    double ofY = sum - x;
    return (x - (sum - ofY)) + (y - ofY);
  }
}
