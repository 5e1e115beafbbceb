package vae.autodiff.random;

import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;
import static java.lang.Math.fma;

/**
 * Box and Muller's transform of two 32-bit words into two standard normal numbers.
 *
 * <p>\[ \sqrt{-2 \log u} \, (\cos 2\pi v, \sin 2\pi v), \qquad u = (w_1 + \tfrac12) 2^{-32}, \quad
 * v = w_2 2^{-32} \]
 *
 * <p>u is never 0 nor 1: numbers reach ±6.76 and no further. The float path is one fixed sequence
 * of integer operations and IEEE 754 additions, multiplications, fused multiply-adds and a square
 * root, without a branch, so its bits are the same everywhere; it agrees with the double path to
 * 3·10⁻⁷ of the radius. The double path rests on {@link StrictMath}.
 *
 * <p>The polynomials come from Remez's exchange in 60 digits, their coefficients rounded one after
 * another and the rest refitted; {@code coefficients.py} among the test resources prints them.
 *
 * <p>Source: Box and Muller (1958), "A note on the generation of random normal deviates".
 */
final class GaussianTransform {

  /** Bits of 2/3: u is m·2ᵉ with m in [2/3, 4/3). */
  private static final int TWO_THIRDS = 0x3F2AAAAB;

  private static final int EXPONENT = 0xFF800000;
  private static final float LN2 = 0x1.62e43p-1f;

  // (log(1+f) - f + f^2/2) / f^3 on |f| <= 1/3; error 2^-27.7 of log(1+f).
  private static final float LOG_0 = 0x1.555506p-2f;
  private static final float LOG_1 = -0x1.ffff18p-3f;
  private static final float LOG_2 = 0x1.99cfd8p-3f;
  private static final float LOG_3 = -0x1.559834p-3f;
  private static final float LOG_4 = 0x1.1ee106p-3f;
  private static final float LOG_5 = -0x1.f39618p-4f;
  private static final float LOG_6 = 0x1.1e26ecp-3f;
  private static final float LOG_7 = -0x1.0701f2p-3f;

  // sin(2 pi t) / t in t^2 on |t| <= 1/8; error 2^-25.1 of the sine.
  private static final float SIN_0 = 0x1.921fb6p2f;
  private static final float SIN_1 = -0x1.4abc26p5f;
  private static final float SIN_2 = 0x1.4681b2p6f;
  private static final float SIN_3 = -0x1.335036p6f;

  // cos(2 pi t) in t^2 on |t| <= 1/8; error 2^-31.2.
  private static final float COS_1 = -0x1.3bd3ccp4f;
  private static final float COS_2 = 0x1.03c1aep6f;
  private static final float COS_3 = -0x1.55b146p6f;
  private static final float COS_4 = 0x1.d47d48p5f;

  private GaussianTransform() {}

  /** The four words of one block as four normal numbers at {@code out[at]} and after. */
  static void normals(int[] block, float[] out, int at) {
    long low = pair(block[0], block[1]);
    long high = pair(block[2], block[3]);
    out[at] = cosine(low);
    out[at + 1] = sine(low);
    out[at + 2] = cosine(high);
    out[at + 3] = sine(high);
  }

  /** The first number of a {@link #pair}. */
  static float cosine(long pair) {
    return intBitsToFloat((int) pair);
  }

  /** The second number of a {@link #pair}. */
  static float sine(long pair) {
    return intBitsToFloat((int) (pair >>> 32));
  }

  /** Both numbers of two words: the bits of the cosine's in the low half, the sine's above. */
  static long pair(int first, int second) {
    float radius = radius(first);

    // The nearest quarter turn, and what is left: |t| <= 1/8 turn.
    int quarter = (second + 0x20000000) >>> 30;
    float t = (second - (quarter << 30)) * 0x1p-32f;
    float v = t * t;
    float s = fma(v, SIN_3, SIN_2);
    s = fma(s, v, SIN_1);
    s = fma(s, v, SIN_0);
    float c = fma(v, COS_4, COS_3);
    c = fma(c, v, COS_2);
    c = fma(c, v, COS_1);
    int sine = floatToRawIntBits(radius * (s * t));
    int cosine = floatToRawIntBits(radius * fma(c, v, 1));

    // An odd quarter swaps them; the cosine is negative in 1 and 2, the sine in 2 and 3.
    int swap = (sine ^ cosine) & -(quarter & 1);
    cosine ^= swap ^ (((quarter + 1) & 2) << 30);
    sine ^= swap ^ ((quarter & 2) << 30);
    return (long) sine << 32 | (cosine & 0xFFFFFFFFL);
  }

  /**
   * √(−2 log u), exact to the last bits at both ends.
   *
   * <p>Near u = 1 the logarithm is that of 1 − (1 − u), and 1 − u is taken from the complemented
   * word: nothing cancels.
   */
  static float radius(int word) {
    float u = unit(word);
    float rest = unit(~word);
    int k = floatToRawIntBits(u) - TWO_THIRDS;
    int e = k >> 23;
    float m = intBitsToFloat(floatToRawIntBits(u) - (k & EXPONENT)) - 1;
    int below = e >> 31;
    int bits = (floatToRawIntBits(m) & below) | (floatToRawIntBits(-rest) & ~below);
    float f = intBitsToFloat(bits);
    float p = fma(f, LOG_7, LOG_6);
    p = fma(p, f, LOG_5);
    p = fma(p, f, LOG_4);
    p = fma(p, f, LOG_3);
    p = fma(p, f, LOG_2);
    p = fma(p, f, LOG_1);
    p = fma(p, f, LOG_0);
    p = fma(p, f, -0.5f);
    float log = fma(e, LN2, fma(f * f, p, f));
    return (float) Math.sqrt(-2 * log);
  }

  /** (word + ½)·2⁻³², rounded once. */
  private static float unit(int word) {
    return fma(word >>> 8, 0x1p-24f, ((word & 0xFF) + 0.5f) * 0x1p-32f);
  }

  /** The same number as {@link #pair} gives, not rounded: the cosine's or the sine's. */
  static double exactNormal(int first, int second, int which) {
    double u = ((first & 0xFFFFFFFFL) + 0.5) * 0x1p-32;
    double radius = Math.sqrt(-2 * StrictMath.log(u));
    double angle = 2 * StrictMath.PI * ((second & 0xFFFFFFFFL) * 0x1p-32);
    return radius * (which == 0 ? StrictMath.cos(angle) : StrictMath.sin(angle));
  }
}
