package vae.autodiff.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.kernel.AdamArrays;
import vae.autodiff.kernel.AdamStep;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.Team;
import vae.autodiff.kernel.scalar.ScalarFloatKernels;

/** A step of Adam on several arrays at once. */
class SimdOptimizersTest {

  private static final AdamStep STEP = new AdamStep(0.9, 0.999, 0.01, 1.5, 1e-8);
  private static final int[] SIZES = {0, 1, 15, 16, 17, 31, 100, 1000, 4103};

  /** Four arrays of every size, filled with the same numbers every time. */
  private static List<float[][]> parameters() {
    SplittableRandom random = new SplittableRandom(11);
    List<float[][]> parameters = new ArrayList<>();
    for (int n : SIZES) {
      float[][] arrays = new float[4][n];
      for (float[] array : arrays) {
        for (int i = 0; i < n; i++) {
          array[i] = (float) random.nextDouble(array == arrays[3] ? 0 : -1, 1);
        }
      }
      parameters.add(arrays);
    }
    return parameters;
  }

  private static void step(Kernels<float[]> kernels, List<float[][]> parameters) {
    AdamArrays<float[]> arrays = new AdamArrays<>();
    for (float[][] p : parameters) {
      arrays.add(p[0], p[1], p[2], p[3], p[0].length);
    }
    kernels.optimizers().adam(arrays, STEP);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void allArraysAtOnceAreEachByItselfForAnyNumberOfThreads(int threads) {
    List<float[][]> expected = parameters();
    for (float[][] p : expected) {
      new ScalarFloatKernels().optimizers().adam(p[0], p[1], p[2], p[3], p[0].length, STEP);
    }
    List<float[][]> actual = parameters();
    try (Team team = Team.of(threads)) {
      step(new SimdKernels(team, 1 << 13), actual);
    }
    assertSame(expected, actual);
    List<float[][]> scalar = parameters();
    step(new ScalarFloatKernels(), scalar);
    assertSame(expected, scalar);
  }

  private static void assertSame(List<float[][]> expected, List<float[][]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      for (int array = 0; array < 4; array++) {
        assertArrayEquals(expected.get(i)[array], actual.get(i)[array], 0f);
      }
    }
  }
}
