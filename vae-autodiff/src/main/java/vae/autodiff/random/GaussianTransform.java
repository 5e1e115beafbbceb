package vae.autodiff.random;

import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;
import static vae.autodiff.ieee.FusedMultiplyAdd.fma;
import static vae.autodiff.random.GaussianCoefficients.*;

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
 * <p>Source: Box and Muller (1958), "A note on the generation of random normal deviates".
 */
final class GaussianTransform {

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
