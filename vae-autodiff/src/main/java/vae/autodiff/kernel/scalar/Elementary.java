package vae.autodiff.kernel.scalar;

import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;
import static vae.autodiff.ieee.FusedMultiplyAdd.fma;
import static vae.autodiff.kernel.scalar.ElementaryCoefficients.*;

/**
 * Elementary functions with defined bits.
 *
 * <p>Every float function is one fixed sequence of IEEE 754 additions, multiplications, divisions,
 * fused multiply-adds, comparisons, selections and integer operations: the same result in the
 * interpreter, compiled, and on every processor, and in {@code VectorElementary} lane by lane. Both
 * sides of each selection are computed, as vector lanes do.
 *
 * <p>All functions accept every float. They are within 2 units in the last place of the true value
 * (a unit of a subnormal result is 2⁻¹⁴⁹), keep the sign of zero where they are odd, and return the
 * NaN with bits 7fc00000 for every NaN and outside their domain. Largest errors, measured against
 * the double overloads over all floats with 2⁻¹² ≤ |x| &lt; 128 and every 64th of the others:
 *
 * <pre>
 * exp 0.90   expm1 1.47   log 0.94       log1p 1.55   tanh 1.49
 * erf 1.07   sigmoid 1.48   softplus 1.84   normalCdf 1.85
 * </pre>
 *
 * <p>The double overloads are for verification. They rest on {@link StrictMath}, whose bits are
 * defined as well, and are within 2 units in the last place too.
 *
 * <p>The polynomials and how they were found: {@link ElementaryCoefficients}.
 */
public final class Elementary {

  private static final float MIN_NORMAL = Float.MIN_NORMAL;
  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final float NAN = intBitsToFloat(NAN_BITS);

  private Elementary() {}

  /**
   * e^x.
   *
   * <p>\( e^x = 2^n e^r \), n the integer nearest \( x / \log 2 \); two exact factors make \(2^n\),
   * so that a subnormal result is rounded once.
   */
  public static float exp(float x) {
    float c = x > EXP_HIGH ? EXP_HIGH : x;
    c = c < EXP_LOW ? EXP_LOW : c;
    float shifted = fma(c, LOG2_E, ROUND);
    float r = reduce(c, shifted - ROUND);
    float y = scale(expReduced(r), shifted);
    return x == x ? y : NAN;
  }

  /**
   * e^x − 1 without cancellation near zero.
   *
   * <p>\( 2 (2^{n-1} (e^r - 1) + 2^{n-1} - \tfrac12) \): the halves keep \(n = 128\) in range.
   */
  public static float expm1(float x) {
    float c = x > EXP_HIGH ? EXP_HIGH : x;
    c = c < EXPM1_LOW ? EXPM1_LOW : c;
    float shifted = fma(c, LOG2_E, ROUND);
    float p = expm1Reduced(reduce(c, shifted - ROUND));
    float half = intBitsToFloat((floatToRawIntBits(shifted) << 23) + HALF_BITS);
    float y = fma(half, p, half - 0.5f);
    y = y + y;
    y = Math.abs(x) < EXPM1_TINY ? x : y;
    return x == x ? y : NAN;
  }

  /** Natural logarithm; −∞ at ±0, NaN below. */
  public static float log(float x) {
    boolean subnormal = x < MIN_NORMAL;
    float a = subnormal ? x * 0x1p23f : x;
    int k = floatToRawIntBits(a) - TWO_THIRDS_BITS;
    float f = intBitsToFloat(floatToRawIntBits(a) - (k & EXPONENT_BITS)) - 1;
    float e = intBitsToFloat((k >> 23) + ROUND_BITS) - (subnormal ? ROUND + 23 : ROUND);
    float y = fma(e, LN2, fma(f * f, logReduced(f), f));
    y = x < INFINITY ? y : x;
    y = x == 0 ? -INFINITY : y;
    return x >= 0 ? y : NAN;
  }

  /** log(1 + x) without cancellation near zero; −∞ at −1, NaN below. */
  public static float log1p(float x) {
    int k = floatToRawIntBits(1 + x) - TWO_THIRDS_BITS;
    int exponent = k & EXPONENT_BITS;
    float fourth = intBitsToFloat(FOUR_BITS - exponent);
    float f = intBitsToFloat(floatToRawIntBits(x) - exponent) + fma(0.25f, fourth, -1f);
    float e = intBitsToFloat((k >> 23) + ROUND_BITS) - ROUND;
    float y = fma(e, LN2, fma(f * f, logReduced(f), f));
    y = x < INFINITY ? y : x;
    y = x == 0 ? x : y;
    y = x == -1 ? -INFINITY : y;
    return x >= -1 ? y : NAN;
  }

  /** Hyperbolic tangent: an odd polynomial near zero, \( 1 - 2/(e^{2|x|} + 1) \) beyond. */
  public static float tanh(float x) {
    float a = Math.abs(x);
    float v = a * a;
    float p = fma(v, TANH_4, TANH_3);
    p = fma(p, v, TANH_2);
    p = fma(p, v, TANH_1);
    p = fma(p, v, TANH_0);
    float small = fma(a * v, p, a);

    float c = a > TANH_HIGH ? TANH_HIGH : a;
    c = c + c;
    float shifted = fma(c, LOG2_E, ROUND);
    float e = scaleNormal(expReduced(reduce(c, shifted - ROUND)), shifted);
    float large = 1 - 2 / (e + 1);

    float y = a < TANH_SMALL ? small : large;
    y = withSignOf(x, y);
    return x == x ? y : NAN;
  }

  /** Logistic function \( 1/(1 + e^{-x}) \), as \( e^x/(1 + e^x) \) for negative x. */
  public static float sigmoid(float x) {
    float z = decay(x);
    float above = x < 0 ? z : 1;
    float below = 1 + z;
    float inverse = 1 / below;
    float y = above * inverse;
    float rest = fma(-y, z - (below - 1), fma(-y, below, above));
    y = fma(rest, inverse, y);
    return x == x ? y : NAN;
  }

  /**
   * log(1 + e^x) without overflow or cancellation.
   *
   * <p>\( \max(x, 0) + \log(1 + t) \) with \( t = e^{-|x|} \): the exponential is that of {@link
   * #sigmoid}, so that a loop that needs both computes it once.
   */
  public static float softplus(float x) {
    float t = decay(x);
    float q = fma(t, SOFTPLUS_8, SOFTPLUS_7);
    q = fma(q, t, SOFTPLUS_6);
    q = fma(q, t, SOFTPLUS_5);
    q = fma(q, t, SOFTPLUS_4);
    q = fma(q, t, SOFTPLUS_3);
    q = fma(q, t, SOFTPLUS_2);
    q = fma(q, t, SOFTPLUS_1);
    q = fma(q, t, SOFTPLUS_0);
    float y = (x > 0 ? x : 0) + fma(t * t, q, t);
    return x == x ? y : NAN;
  }

  /** Error function: an odd polynomial near zero, one minus the exponential of one beyond. */
  public static float erf(float x) {
    float a = Math.abs(x);
    float v = a * a;
    float p = fma(v, ERF_6, ERF_5);
    p = fma(p, v, ERF_4);
    p = fma(p, v, ERF_3);
    p = fma(p, v, ERF_2);
    p = fma(p, v, ERF_1);
    p = fma(p, v, ERF_0);
    float small = fma(a, p, a);

    float c = a > ERF_HIGH ? ERF_HIGH : a;
    float q = fma(c, ERFC_7, ERFC_6);
    q = fma(q, c, ERFC_5);
    q = fma(q, c, ERFC_4);
    q = fma(q, c, ERFC_3);
    q = fma(q, c, ERFC_2);
    q = fma(q, c, ERFC_1);
    q = fma(q, c, ERFC_0);
    q = q * c;
    float shifted = fma(q, LOG2_E, ROUND);
    float large = 1 - scaleNormal(expReduced(reduce(q, shifted - ROUND)), shifted);

    float y = a < ERF_SMALL ? small : large;
    y = withSignOf(x, y);
    return x == x ? y : NAN;
  }

  /**
   * Standard normal distribution function \( \Phi(x) = \tfrac12 \mathrm{erfc}(-x/\sqrt2) \), exact
   * in the left tail too; GELU is \( x \Phi(x) \).
   *
   * <p>\( \Phi(-a) = e^{-a^2/2} s P(y) \) with \( s = 4/(4+a), y = 2s - 1 \), where \(a^2\) and s
   * are carried in two floats each.
   */
  public static float normalCdf(float x) {
    float a = Math.abs(x);
    a = a > TAIL_HIGH ? TAIL_HIGH : a;
    float c = a * a * -0.5f;
    float shifted = fma(c, LOG2_E, ROUND);
    float m = expm1Reduced(reduceSquare(a, c, shifted - ROUND));

    float fourth = a * 0.25f;
    float d = 1 + fourth;
    float s = 1 / d;
    float rest = s * fma(-s, fourth + (1 - d), fma(-s, d, 1f));
    float twice = s + s;
    float y = twice - 1;
    float p = fma(y, TAIL_10, TAIL_9);
    p = fma(p, y, TAIL_8);
    p = fma(p, y, TAIL_7);
    p = fma(p, y, TAIL_6);
    p = fma(p, y, TAIL_5);
    p = fma(p, y, TAIL_4);
    p = fma(p, y, TAIL_3);
    p = fma(p, y, TAIL_2);
    p = fma(p, y, TAIL_1);
    float high = fma(p, y, TAIL_0);
    float low = fma(p, y, TAIL_0 - high + TAIL_0_LOW);
    float g = high * s;
    low = fma(low, s, fma(high, rest * (twice + 1), fma(high, s, -g)));

    float tail = scaleDown(g + fma(m, low, fma(m, g, low)), shifted);
    float result = x < 0 ? tail : 1 - tail;
    return x == x ? result : NAN;
  }

  public static double exp(double x) {
    return StrictMath.exp(x);
  }

  public static double expm1(double x) {
    return StrictMath.expm1(x);
  }

  public static double log(double x) {
    return StrictMath.log(x);
  }

  public static double log1p(double x) {
    return StrictMath.log1p(x);
  }

  public static double tanh(double x) {
    return ElementaryDouble.tanh(x);
  }

  public static double sigmoid(double x) {
    return ElementaryDouble.sigmoid(x);
  }

  public static double softplus(double x) {
    return ElementaryDouble.softplus(x);
  }

  public static double erf(double x) {
    return ElementaryDouble.erf(x);
  }

  public static double normalCdf(double x) {
    return ElementaryDouble.normalCdf(x);
  }

  /** x − n log 2 for an integer n of at most nine bits, log 2 in two parts. */
  private static float reduce(float x, float n) {
    return fma(n, MINUS_LN2_LOW, fma(n, MINUS_LN2_HIGH, x));
  }

  /** −a²/2 − n log 2, where c is the first term rounded. */
  private static float reduceSquare(float a, float c, float n) {
    float lost = fma(a * -0.5f, a, -c);
    return fma(n, MINUS_LN2_HIGH, c) + fma(n, MINUS_LN2_LOW, lost);
  }

  /** e^r for |r| ≤ ½ log 2. */
  private static float expReduced(float r) {
    return fma(fma(expRest(r), r, 1f), r, 1f);
  }

  /** e^r − 1 for |r| ≤ ½ log 2. */
  private static float expm1Reduced(float r) {
    return fma(r * r, expRest(r), r);
  }

  /** (e^r − 1 − r) / r² for |r| ≤ ½ log 2. */
  private static float expRest(float r) {
    float q = fma(r, EXP_4, EXP_3);
    q = fma(q, r, EXP_2);
    q = fma(q, r, EXP_1);
    return fma(q, r, EXP_0);
  }

  /** (log(1 + f) − f) / f² for |f| ≤ 1/3. */
  private static float logReduced(float f) {
    float p = fma(f, LOG_7, LOG_6);
    p = fma(p, f, LOG_5);
    p = fma(p, f, LOG_4);
    p = fma(p, f, LOG_3);
    p = fma(p, f, LOG_2);
    p = fma(p, f, LOG_1);
    p = fma(p, f, LOG_0);
    return fma(p, f, -0.5f);
  }

  /** e^−|x|, what the logistic function and its integral share. */
  private static float decay(float x) {
    float c = -Math.abs(x);
    c = c < EXP_LOW ? EXP_LOW : c;
    float shifted = fma(c, LOG2_E, ROUND);
    return scaleDown(expReduced(reduce(c, shifted - ROUND)), shifted);
  }

  /** m·2ⁿ, n in the low bits of {@code shifted}, rounded once even where it is subnormal. */
  private static float scale(float m, float shifted) {
    int n = floatToRawIntBits(shifted);
    int half = n >> 1;
    float first = intBitsToFloat((half << 23) + ONE_BITS);
    float second = intBitsToFloat(((n - half) << 23) + ONE_BITS);
    return m * first * second;
  }

  /** The same for n ≤ 0, in fewer steps. */
  private static float scaleDown(float m, float shifted) {
    float power = intBitsToFloat((floatToRawIntBits(shifted) << 23) + UP_64_BITS);
    return m * power * DOWN_64;
  }

  /** m·2ⁿ, n in the low bits of {@code shifted}, where the result is a normal number. */
  private static float scaleNormal(float m, float shifted) {
    return intBitsToFloat(floatToRawIntBits(m) + (floatToRawIntBits(shifted) << 23));
  }

  /** y ≥ 0 with the sign of x. */
  private static float withSignOf(float x, float y) {
    return intBitsToFloat(floatToRawIntBits(y) | (floatToRawIntBits(x) & SIGN_BIT));
  }
}
