package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;
import static vae.autodiff.kernel.scalar.ElementaryDouble.polynomial;

/**
 * The logarithm of the gamma function and its derivative, for positive arguments.
 *
 * <p>Both are within a few units in the last place, and within 10⁻¹⁵ absolutely near their zeros (1
 * and 2 for the logarithm, 1.4616… for the derivative). Their bits are defined, as they rest on
 * {@link StrictMath}. Both return NaN for negative arguments and NaN.
 */
public final class GammaFunctions {

  /** From here on the asymptotic series serves. */
  private static final double ASYMPTOTIC = 10;

  /** ½ log 2π − ½. */
  private static final double STIRLING_CONSTANT = 0x1.acfe390c97d69p-2;

  /** B₂ₖ / (2k (2k − 1)) for k = 1 … 10. */
  private static final double[] STIRLING = {
    0x1.5555555555555p-4, -0x1.6c16c16c16c17p-9, 0x1.a01a01a01a01ap-11, -0x1.3813813813814p-11,
    0x1.b951e2b18ff23p-11, -0x1.f6ab0d9993c7dp-10, 0x1.a41a41a41a41ap-8, -0x1.e4286cb0f5398p-6,
    0x1.6fe96381e0680p-3, -0x1.6476701181f3ap+0
  };

  /** −B₂ₖ / 2k for k = 1 … 10. */
  private static final double[] DIGAMMA_SERIES = {
    -0x1.5555555555555p-4, 0x1.1111111111111p-7, -0x1.0410410410410p-8, 0x1.1111111111111p-8,
    -0x1.f07c1f07c1f08p-8, 0x1.5995995995996p-6, -0x1.5555555555555p-4, 0x1.c5e5e5e5e5e5ep-2,
    -0x1.86e7f9b9fe6e8p+1, 0x1.a74ca514ca515p+4
  };

  /** log Γ(2 + t) / t on |t| ≤ ½, by Remez's exchange in 60 digits; error 2⁻⁵⁵. */
  private static final double[] NEAR_TWO = {
    0x1.b0ee6072093cep-2, 0x1.4a34cc4a60fa6p-2, -0x1.13e001a55760ap-4, 0x1.51322ac7d84aep-6,
    -0x1.e404fc218db6cp-8, 0x1.7add6eadb02f4p-9, -0x1.38ac5c2d4ac68p-10, 0x1.0b36af89fb7a1p-11,
    -0x1.d3fd4b65e75ddp-13, 0x1.a127ae927be91p-14, -0x1.78de9b06527a1p-15, 0x1.580e425a3dbccp-16,
    -0x1.3cb3b5d25016cp-17, 0x1.2589dc818ec20p-18, -0x1.127770d0abc7bp-19, 0x1.016e0b928c07dp-20,
    -0x1.ce0e7240b5420p-22, 0x1.af2ac1f377ed2p-23, -0x1.20198d8584dcdp-23, 0x1.1a313fde7ce5bp-24
  };

  /** The zero of the digamma function, in two parts. */
  private static final double DIGAMMA_ZERO = 0x1.762d86356be3fp0;

  private static final double DIGAMMA_ZERO_LOW = 0x1.b86a722197829p-54;

  /** ψ(x) / (x − zero) in x − 3/2 on 1 ≤ x ≤ 2, by Remez's exchange in 60 digits; error 2⁻⁵⁴. */
  private static final double[] NEAR_ZERO = {
    0x1.e6f0cbb873616p-1, -0x1.b1cb63005ee98p-2, 0x1.eca189b8e6f8ap-3, -0x1.2feeeb98a78cbp-3,
    0x1.8512e59036c47p-4, -0x1.fb44202a25a1dp-5, 0x1.4de9aa1892ba8p-5, -0x1.b9f8b11b2dcb4p-6,
    0x1.256471324594ep-6, -0x1.86356417bd999p-7, 0x1.03c0b7f3e373bp-7, -0x1.5a06a233b3e0ap-8,
    0x1.cd1e32e908776p-9, -0x1.336dfa399d3a6p-9, 0x1.99efe9955e6c9p-10, -0x1.0fb11fc08f003p-10,
    0x1.6931e3d9e3072p-11, -0x1.fdad382f7f258p-12, 0x1.59f453b24a569p-12, -0x1.2f4047e2951bbp-13,
    0x1.6ab672a7d69ddp-14, -0x1.761486575e05cp-13, 0x1.0884f2739cd0cp-13
  };

  private GammaFunctions() {}

  /**
   * log Γ(x).
   *
   * <p>Stirling's series from 10 on; below, the recurrence \( \Gamma(x+1) = x \Gamma(x) \) leads to
   * a polynomial on [3/2, 5/2], or to the same polynomial less log(x) on (0, 3/2).
   *
   * @param x x ≥ 0; the value at 0 is +∞
   */
  public static double lgamma(double x) {
    if (!(x >= 0)) {
      return Double.NaN;
    }
    if (x >= ASYMPTOTIC) {
      double log = StrictMath.log(x);
      double inverse = 1 / x;
      double series = inverse * polynomial(STIRLING, inverse * inverse);
      return fma(x - 0.5, log - 1, STIRLING_CONSTANT + series);
    }
    if (x < 0.5) {
      return x * polynomial(NEAR_TWO, x) - StrictMath.log1p(x) - StrictMath.log(x);
    }
    if (x < 1.5) {
      double t = x - 1;
      return t * polynomial(NEAR_TWO, t) - StrictMath.log1p(t);
    }
    double product = 1;
    double y = x;
    while (y > 2.5) {
      y -= 1;
      product *= y;
    }
    double t = y - 2;
    return fma(t, polynomial(NEAR_TWO, t), StrictMath.log(product));
  }

  /**
   * ψ(x), the derivative of log Γ(x).
   *
   * @param x x ≥ 0; the value at 0 is −∞
   */
  public static double digamma(double x) {
    if (!(x >= 0)) {
      return Double.NaN;
    }
    if (x >= ASYMPTOTIC) {
      double inverse = 1 / x;
      double square = inverse * inverse;
      double series = fma(square, polynomial(DIGAMMA_SERIES, square), -0.5 * inverse);
      return StrictMath.log(x) + series;
    }
    double y = x;
    double steps = 0;
    if (x < 1) {
      y = x + 1;
      steps = -1 / Math.abs(x);
    }
    while (y > 2) {
      y -= 1;
      steps += 1 / y;
    }
    double distance = y - DIGAMMA_ZERO - DIGAMMA_ZERO_LOW;
    return fma(distance, polynomial(NEAR_ZERO, y - 1.5), steps);
  }
}
