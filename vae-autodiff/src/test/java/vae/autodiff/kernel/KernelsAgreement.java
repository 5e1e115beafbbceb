package vae.autodiff.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.SplittableRandom;
import vae.autodiff.kernel.scalar.ScalarFloatKernels;

/**
 * Runs one call on the kernels under test and on the scalar ones, on equal arrays that are larger
 * than what it is to write, and compares the arrays whole.
 */
public abstract class KernelsAgreement {

  static final Kernels<float[]> DEFINITION = new ScalarFloatKernels();

  /** Elements behind the last one that a kernel may touch. */
  static final int MARGIN = 20;

  /** The kernels under test; the same ones at each call. */
  protected abstract Kernels<float[]> kernels();

  /** A call of one kernel on arrays that it may change. */
  @FunctionalInterface
  interface Call {
    void on(Kernels<float[]> kernels, float[][] arrays);
  }

  final void assertAgrees(KernelNumbers numbers, long seed, Call call, int... sizes) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] expected = new float[sizes.length][];
    float[][] actual = new float[sizes.length][];
    for (int i = 0; i < sizes.length; i++) {
      expected[i] = numbers.array(random, sizes[i] + MARGIN);
      actual[i] = expected[i].clone();
    }
    call.on(DEFINITION, expected);
    call.on(kernels(), actual);
    for (int i = 0; i < sizes.length; i++) {
      assertArrayEquals(bits(expected[i]), bits(actual[i]), "array " + i);
    }
  }

  /** Every NaN as one. */
  static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }
}
