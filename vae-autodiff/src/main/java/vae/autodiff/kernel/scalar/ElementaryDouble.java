package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;

/**
 * The double functions behind {@link Elementary} that {@link StrictMath} lacks or has less exact.
 *
 * <p>The polynomials come from Remez's exchange in 60 digits, rounded to double.
 */
final class ElementaryDouble {

  /** Above it tanh rounds to one. */
  private static final double TANH_HIGH = 22;

  /** √2 less its rounding to double. */
  private static final double SQRT2_LOW = -0x1.bdd3413b26456p-54;

  private static final double SQRT2 = 0x1.6a09e667f3bcdp0;

  /** log 2 rounded to 40 bits, so that multiples up to 2¹² are exact. */
  private static final double LN2_HIGH = 0x1.62e42fefa2p-1;

  /** log 2 less {@link #LN2_HIGH}. */
  private static final double LN2_LOW = 0x1.9ef35793c7673p-41;

  /** Below it in magnitude erf is a polynomial. */
  private static final double ERF_SMALL = 0.75;

  /** erf(a)/a − 1 in a² on a ≤ 0.75; error 2⁻⁵⁵. */
  private static final double[] ERF = {
    0x1.06eba8214db69p-3, -0x1.812746b0379e0p-2, 0x1.ce2f21a0424ddp-4, -0x1.b82ce31257d6bp-6,
    0x1.565bcd038075ap-8, -0x1.c02db127a3ed7p-11, 0x1.f9a2b0582fa69p-14, -0x1.f4c5ecd7e6142p-17,
    0x1.b90f779a360bbp-20, -0x1.5653e4f265a83p-23, 0x1.8a4a7a4f26294p-27
  };

  /** Beyond it Φ(−a) underflows to zero. */
  private static final double TAIL_HIGH = 38.7;

  /** Φ(−a) e^(a²/2) / s with s = 4/(4 + a), in 2s − 1, on a ≤ 38.7; error 2⁻⁵⁴. */
  private static final double[] TAIL = {
    0x1.82b4bb8c94dcep-3, 0x1.373e3a893c28ap-3, 0x1.8c6dbf2cfc2b4p-4, 0x1.7dff2bff68397p-5,
    0x1.eec4cc3e4d268p-7, 0x1.ee2761047fb35p-10, -0x1.c81719d5478a3p-11, -0x1.ab825fc1191e8p-12,
    0x1.17a4ae3080eadp-15, 0x1.e4a42575c4417p-15, -0x1.001e537d952f1p-21, -0x1.26d099fd95d04p-17,
    0x1.80b22584f0d41p-23, 0x1.8d4b29fd66486p-20, -0x1.51e626a88828cp-23, -0x1.1236ef058df72p-22,
    0x1.2343466efe116p-24, 0x1.4cebf4ebf2abep-25, -0x1.6c434ad3fea1fp-26, -0x1.ce0ece56491b5p-29,
    0x1.4aaf86bdb0c7cp-28, -0x1.e5146daebbcd8p-32, -0x1.4ce1a1f4d7cddp-31, 0x1.725eac7221b43p-33
  };

  private ElementaryDouble() {}

  /** 1/(1 + e^−x), the rounding of the denominator taken back. */
  static double sigmoid(double x) {
    double z = StrictMath.exp(-Math.abs(x));
    double above = x < 0 ? z : 1;
    double below = 1 + z;
    double y = above / below;
    double rest = fma(-y, z - (below - 1), fma(-y, below, above));
    return y + rest / below;
  }

  /** t/(t + 2) with t = e^(2|x|) − 1, the rounding of the denominator taken back. */
  static double tanh(double x) {
    double a = Math.abs(x);
    double t = StrictMath.expm1(2 * (a > TANH_HIGH ? TANH_HIGH : a));
    double below = t + 2;
    double y = t / below;
    double lost = t < 2 ? t - (below - 2) : 2 - (below - t);
    y += fma(-y, lost, fma(-y, below, t)) / below;
    return Math.copySign(y, x);
  }

  /** log(1 + e^x) without overflow or cancellation. */
  static double softplus(double x) {
    return (x > 0 ? x : 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
  }

  /** Error function: a polynomial near zero, 1 − 2Φ(−√2 |x|) beyond. */
  static double erf(double x) {
    double a = Math.abs(x);
    if (a < ERF_SMALL) {
      return fma(x, polynomial(ERF, x * x), x);
    }
    double high = a * SQRT2;
    double low = fma(a, SQRT2, -high) + a * SQRT2_LOW;
    return Math.copySign(1 - 2 * tail(high, low), x);
  }

  /** Standard normal distribution function. */
  static double normalCdf(double x) {
    double tail = tail(Math.abs(x), 0);
    return x < 0 ? tail : 1 - tail;
  }

  /**
   * Φ(−(a + b)) for a ≥ 0 and b below half a unit in the last place of a.
   *
   * <p>\( e^{-a^2/2} s P(2s - 1) \) with s = 4/(4+a); a², s and the product are carried in two
   * doubles, and e^x of a sum is the product of exponentials, the second by its series.
   */
  private static double tail(double a, double b) {
    if (a > TAIL_HIGH) {
      return 0;
    }
    double square = a * a;
    double lost = fma(a, a, -square) + 2 * a * b;
    double d = 4 + a;
    double dLow = a > 4 ? 4 - (d - a) : a - (d - 4);
    double s = 4 / d;
    double sLow = (fma(-s, d, 4) - s * (dLow + b)) / d;
    double y = 2 * s - 1;
    double slope = 0;
    for (int k = TAIL.length - 1; k > 0; k--) {
      slope = fma(slope, y, TAIL[k]);
    }
    double p = fma(slope, y, TAIL[0]);
    double pLow = fma(slope, y, TAIL[0] - p);
    double g = p * s;
    double gLow = fma(p, s, -g) + pLow * s + p * sLow * (1 + 2 * s);
    double n = StrictMath.rint(-0.5 * square / LN2_HIGH);
    double reduced = fma(n, -LN2_HIGH, -0.5 * square);
    double low = fma(n, -LN2_LOW, -0.5 * lost);
    double r = reduced + low;
    double rLow = reduced - r + low;
    double m = StrictMath.expm1(r);
    double product = g + fma(m, g, fma(m, gLow, gLow) + rLow * g * (1 + m));
    return StrictMath.scalb(product, (int) n);
  }

  /** c₀ + c₁ x + … by Horner's rule. */
  static double polynomial(double[] c, double x) {
    double p = 0;
    for (int k = c.length - 1; k >= 0; k--) {
      p = fma(p, x, c[k]);
    }
    return p;
  }
}
