package vae.autodiff.kernel.scalar;

/**
 * The numbers in the definitions of {@link Elementary}'s float functions, shared with their vector
 * form so that both read the same ones.
 *
 * <p>Each polynomial comes from Remez's exchange in 60 digits, weighted to keep the error of the
 * finished function even in units in the last place. Its coefficients were then rounded to float
 * one after another, lowest order first, the remaining ones refitted by linear programming so that
 * they absorb their predecessors' rounding. The script {@code coefficients.py} among the test
 * resources of this package prints them. Errors below are relative to the finished function, before
 * any rounding in its evaluation.
 */
public final class ElementaryCoefficients {

  /** 1.5·2²³: adding it rounds a small float to an integer, held in the low bits of the sum. */
  public static final float ROUND = 0x1.8p23f;

  public static final int ROUND_BITS = 0x4B400000;

  public static final int HALF_BITS = 0x3F000000;

  public static final int ONE_BITS = 0x3F800000;

  public static final int FOUR_BITS = 0x40800000;

  /** Bits of 2⁶⁴: a detour that keeps the powers of subnormal results normal. */
  public static final int UP_64_BITS = 0x5F800000;

  /** 2⁻⁶⁴, the way back. */
  public static final float DOWN_64 = 0x1p-64f;

  /** The one NaN that leaves any of the functions. */
  public static final int NAN_BITS = 0x7FC00000;

  public static final int SIGN_BIT = 0x80000000;

  /** Bits of the exponent with the sign: what is left when the fraction is cut off. */
  public static final int EXPONENT_BITS = 0xFF800000;

  /** Bits of 2/3: mantissas are brought to [2/3, 4/3), as near to one on either side. */
  public static final int TWO_THIRDS_BITS = 0x3F2AAAAB;

  public static final float LOG2_E = 0x1.715476p0f;

  /** log 2 rounded to 24 bits. */
  public static final float LN2 = 0x1.62e43p-1f;

  /** −log 2 rounded to 15 bits, so that multiples up to 2⁹ are exact. */
  public static final float MINUS_LN2_HIGH = -0x1.62e4p-1f;

  /** −log 2 less {@link #MINUS_LN2_HIGH}. */
  public static final float MINUS_LN2_LOW = -0x1.7f7d1cp-20f;

  /** Above it e^x overflows to infinity. */
  public static final float EXP_HIGH = 89f;

  /** Below it e^x underflows to zero. */
  public static final float EXP_LOW = -104f;

  /** Below it e^x − 1 rounds to −1. */
  public static final float EXPM1_LOW = -26f;

  /** Below it in magnitude e^x − 1 rounds to x. */
  public static final float EXPM1_TINY = 0x1p-25f;

  // (e^r - 1 - r) / r^2 on |r| <= 0.3473; error 2^-28.2 of e^r.
  public static final float EXP_0 = 0x1.fffffcp-2f;
  public static final float EXP_1 = 0x1.555494p-3f;
  public static final float EXP_2 = 0x1.5558bep-5f;
  public static final float EXP_3 = 0x1.123856p-7f;
  public static final float EXP_4 = 0x1.6a3d08p-10f;

  // (log(1+f) - f + f^2/2) / f^3 on |f| <= 1/3; error 2^-27.7 of log(1+f).
  public static final float LOG_0 = 0x1.555506p-2f;
  public static final float LOG_1 = -0x1.ffff18p-3f;
  public static final float LOG_2 = 0x1.99cfd8p-3f;
  public static final float LOG_3 = -0x1.559834p-3f;
  public static final float LOG_4 = 0x1.1ee106p-3f;
  public static final float LOG_5 = -0x1.f39618p-4f;
  public static final float LOG_6 = 0x1.1e26ecp-3f;
  public static final float LOG_7 = -0x1.0701f2p-3f;

  // (log(1+t) - t) / t^2 on 0 <= t <= 1; error 2^-27.5 of log(1+t).
  public static final float SOFTPLUS_0 = -0x1.ffffd2p-2f;
  public static final float SOFTPLUS_1 = 0x1.554dd0p-2f;
  public static final float SOFTPLUS_2 = -0x1.ff23e6p-3f;
  public static final float SOFTPLUS_3 = 0x1.934b54p-3f;
  public static final float SOFTPLUS_4 = -0x1.3a4360p-3f;
  public static final float SOFTPLUS_5 = 0x1.b4ae20p-4f;
  public static final float SOFTPLUS_6 = -0x1.d6b0f4p-5f;
  public static final float SOFTPLUS_7 = 0x1.491890p-6f;
  public static final float SOFTPLUS_8 = -0x1.af4be0p-9f;

  /** Below it in magnitude tanh is a polynomial, above it a quotient of exponentials. */
  public static final float TANH_SMALL = 0.5625f;

  /** Above it tanh rounds to one. */
  public static final float TANH_HIGH = 10f;

  // (tanh(a)/a - 1) / a^2 in a^2 on a <= 0.5625; error 2^-29.4.
  public static final float TANH_0 = -0x1.555548p-2f;
  public static final float TANH_1 = 0x1.110c5ap-3f;
  public static final float TANH_2 = -0x1.b9049cp-5f;
  public static final float TANH_3 = 0x1.580568p-6f;
  public static final float TANH_4 = -0x1.940206p-8f;

  /** Below it in magnitude erf is a polynomial, above it one minus an exponential. */
  public static final float ERF_SMALL = 0.9375f;

  /** Above it erf rounds to one. */
  public static final float ERF_HIGH = 4f;

  // erf(a)/a - 1 in a^2 on a <= 0.9375; error 2^-29.9.
  public static final float ERF_0 = 0x1.06eba8p-3f;
  public static final float ERF_1 = -0x1.81274p-2f;
  public static final float ERF_2 = 0x1.ce2d6p-4f;
  public static final float ERF_3 = -0x1.b80086p-6f;
  public static final float ERF_4 = 0x1.544308p-8f;
  public static final float ERF_5 = -0x1.a5c406p-11f;
  public static final float ERF_6 = 0x1.4e73dcp-14f;

  // log(erfc(a))/a on 0.9375 <= a <= 4; error 2^-32.4 of erf(a). Negative of -log erfc.
  public static final float ERFC_0 = -0x1.20e998p0f;
  public static final float ERFC_1 = -0x1.45690cp-1f;
  public static final float ERFC_2 = -0x1.af9e12p-4f;
  public static final float ERFC_3 = 0x1.756f0ap-6f;
  public static final float ERFC_4 = -0x1.89a1cap-9f;
  public static final float ERFC_5 = 0x1.3e9c8cp-14f;
  public static final float ERFC_6 = 0x1.530278p-15f;
  public static final float ERFC_7 = -0x1.2ef834p-18f;

  /** Beyond it the normal tail probability underflows to zero. */
  public static final float TAIL_HIGH = 14.5f;

  // Phi(-a) e^(a^2/2) / s with s = 4/(4+a), in y = 2s - 1, on 0 <= a <= 14.5; error 2^-28.6.
  public static final float TAIL_0 = 0x1.82b4bcp-3f;
  public static final float TAIL_0_LOW = -0x1.b4118p-29f;
  public static final float TAIL_1 = 0x1.373e3ap-3f;
  public static final float TAIL_2 = 0x1.8c6dbap-4f;
  public static final float TAIL_3 = 0x1.7dff4cp-5f;
  public static final float TAIL_4 = 0x1.eec7cp-7f;
  public static final float TAIL_5 = 0x1.ee1aacp-10f;
  public static final float TAIL_6 = -0x1.c96474p-11f;
  public static final float TAIL_7 = -0x1.aafb3p-12f;
  public static final float TAIL_8 = 0x1.5b2882p-15f;
  public static final float TAIL_9 = 0x1.c48ab4p-15f;
  public static final float TAIL_10 = -0x1.5bf7dcp-17f;

  private ElementaryCoefficients() {}
}
