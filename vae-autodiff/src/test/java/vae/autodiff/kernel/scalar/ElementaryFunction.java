package vae.autodiff.kernel.scalar;

import java.util.stream.LongStream;

/** Every float function of {@link Elementary} with its double reference, for sweeps over floats. */
public enum ElementaryFunction {
  EXP(Elementary::exp, Elementary::exp),
  EXPM1(Elementary::expm1, Elementary::expm1),
  LOG(Elementary::log, Elementary::log),
  LOG1P(Elementary::log1p, Elementary::log1p),
  TANH(Elementary::tanh, Elementary::tanh),
  SIGMOID(Elementary::sigmoid, Elementary::sigmoid),
  SOFTPLUS(Elementary::softplus, Elementary::softplus),
  ERF(Elementary::erf, Elementary::erf),
  NORMAL_CDF(Elementary::normalCdf, Elementary::normalCdf);

  /** A function of one float. */
  @FunctionalInterface
  public interface FloatFunction {
    float at(float x);
  }

  /** A function of one double. */
  @FunctionalInterface
  public interface DoubleFunction {
    double at(double x);
  }

  private final FloatFunction function;
  private final DoubleFunction reference;

  ElementaryFunction(FloatFunction function, DoubleFunction reference) {
    this.function = function;
    this.reference = reference;
  }

  /** The function under test. */
  public float at(float x) {
    return function.at(x);
  }

  /** Its true value, in double. */
  public double reference(double x) {
    return reference.at(x);
  }

  /** Floats where something changes: zeros, NaNs, infinities, subnormals, seams and limits. */
  public static float[] boundaries() {
    float[] seams = {
      0f,
      Float.MIN_VALUE,
      Float.MIN_NORMAL,
      0x1p-126f * 3,
      0x1p-64f,
      0x1p-26f,
      0x1p-25f,
      0x1p-24f,
      0x1p-12f,
      0.25f,
      1f / 3,
      0.34657359f,
      0.5f,
      0.5625f,
      2f / 3,
      0.9375f,
      1f,
      1.0397208f,
      4f / 3,
      1.4142135f,
      2f,
      4f,
      9.0109131f,
      10f,
      0x1.96990ap3f,
      14.17f,
      14.5f,
      16.635532f,
      17.328680f,
      26f,
      87.336544f,
      88.376259f,
      88.722839f,
      89f,
      103.278929f,
      103.972084f,
      104f,
      0x1p24f,
      0x1p31f,
      Float.MAX_VALUE,
      Float.POSITIVE_INFINITY
    };
    float[] nans = {
      Float.intBitsToFloat(0x7FC00000),
      Float.intBitsToFloat(0x7F800001),
      Float.intBitsToFloat(0x7FFFFFFF),
      Float.intBitsToFloat(0xFFC12345),
      Float.intBitsToFloat(0xFF800001)
    };
    int around = 4;
    float[] all = new float[seams.length * 2 * (2 * around + 1) + nans.length];
    int n = 0;
    for (float seam : seams) {
      for (int sign = 0; sign < 2; sign++) {
        for (int d = -around; d <= around; d++) {
          int bits = Float.floatToRawIntBits(seam) + d;
          all[n++] = Float.intBitsToFloat(sign == 0 ? bits : bits ^ 0x80000000);
        }
      }
    }
    for (float nan : nans) {
      all[n++] = nan;
    }
    return all;
  }

  /** The bit patterns 0, stride, 2·stride … below 2³², both signs included. */
  public static LongStream patterns(long stride) {
    return LongStream.range(0, (1L << 32) / stride).map(i -> i * stride);
  }
}
