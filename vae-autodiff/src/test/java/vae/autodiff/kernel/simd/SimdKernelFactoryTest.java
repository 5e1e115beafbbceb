package vae.autodiff.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.Team;
import vae.autodiff.kernel.Unary;
import vae.autodiff.kernel.scalar.ScalarDoubleKernels;
import vae.autodiff.kernel.scalar.ScalarFloatKernels;

final class SimdKernelFactoryTest {

  /** Fails, and does not skip, where the tests run without vectors: they would show nothing. */
  @Test
  void thisJvmHasVectors() {
    assertEquals(Optional.empty(), new SimdKernelFactory().unavailable());
  }

  @Test
  void describesTheVectors() {
    assertTrue(new SimdKernelFactory().describe().matches("(128|256|512)-bit vectors"));
  }

  @Test
  void doublesAreScalar() {
    try (Team team = Team.of(1)) {
      assertInstanceOf(ScalarDoubleKernels.class, new SimdKernelFactory().f64(team));
      assertInstanceOf(SimdKernels.class, new SimdKernelFactory().f32(team));
    }
  }

  @Test
  void callersOnSeveralThreadsDoNotDisturbEachOther() throws InterruptedException {
    try (Team team = Team.of(2)) {
      Kernels<float[]> kernels = new SimdKernels(team, 512);
      List<float[]> results = new ArrayList<>();
      List<Thread> callers = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        callers.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      float[] result = severalKernels(kernels);
                      synchronized (results) {
                        results.add(result);
                      }
                    }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      float[] expected = severalKernels(new ScalarFloatKernels());
      assertEquals(4, results.size());
      results.forEach(result -> assertArrayEquals(expected, result));
    }
  }

  @Test
  void kernelsInsideAPartOfTheSameTeamAgree() {
    try (Team team = Team.of(3)) {
      Kernels<float[]> kernels = new SimdKernels(team, 512);
      float[] expected = severalKernels(new ScalarFloatKernels());
      team.run(5, part -> assertArrayEquals(expected, severalKernels(kernels)));
    }
  }

  /** Those that keep something between their loops. */
  private static float[] severalKernels(Kernels<float[]> kernels) {
    int rows = 30;
    int columns = 50;
    int n = rows * columns;
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = i * 0.37f % 9 - 4;
    }
    float[] y = new float[n];
    float[] result = new float[n];
    for (int round = 0; round < 20; round++) {
      kernels.unary(Unary.GELU, 0, 0, x, y, 0, n);
      kernels.unaryGradient(Unary.GELU, 0, 0, x, y, x, result, 0, n);
      kernels.logSumExp(x, rows, columns, 1, y);
      kernels.accumulate(y, 0, result, 0, rows);
      kernels.logSumExp(x, 1, rows, columns, y);
      kernels.accumulate(y, 0, result, 0, columns);
      kernels.rows().bernoulliLogits(x, result, rows, rows, columns, y, null);
      kernels.accumulate(y, 0, result, 0, rows);
      kernels.sumInto(x, 0, n, result, round);
    }
    return result;
  }

  /** Other-processors fault 2: on s390x the vectors' random numbers were silently others. */
  @Test
  void bigEndianProcessorsAreRefusedWithTheReason() {
    String why = SimdKernelFactory.unavailable(ByteOrder.BIG_ENDIAN).orElseThrow();
    assertTrue(why.startsWith("expected a little-endian processor, got a big-endian one"), why);
    assertEquals(Optional.empty(), SimdKernelFactory.unavailable(ByteOrder.LITTLE_ENDIAN));
  }
}
