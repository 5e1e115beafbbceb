package vae.autodiff.kernel.simd;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.NonZeros;
import vae.autodiff.kernel.Team;

/**
 * Times the products of the first layer of a training step with a sparse minibatch, against dense
 * ones; run it as a program.
 *
 * <p>Arguments: the number of threads, 1 if absent. Prints microseconds, the median and the best of
 * several rounds, after a warm-up of the same calls.
 */
final class SparseBenchmark {

  private static final int ROUNDS = 15;
  private static final double ROUND_SECONDS = 0.02;
  private static final int ROWS = 128;
  private static final int K = 784;

  private SparseBenchmark() {}

  public static void main(String[] arguments) {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    try (Team team = Team.of(threads)) {
      Kernels<float[]> kernels = new SimdKernels(team);
      for (double density : new double[] {0.13, 0.25, 1}) {
        for (int n : new int[] {400, 200, 500}) {
          products(kernels, density, n);
        }
      }
    }
  }

  private static void products(Kernels<float[]> kernels, double density, int n) {
    SplittableRandom random = new SplittableRandom(1);
    float[] x = new float[ROWS * K];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextDouble() < density ? 1 : 0;
    }
    float[] w = filled(random, K * n);
    float[] b = filled(random, ROWS * n);
    float[] y = new float[ROWS * n];
    float[] c = new float[K * n];
    NonZeros found = new NonZeros();
    System.out.printf(Locale.ROOT, "density %.2f, %d columns%n", density, n);
    time("find", () -> kernels.sparse().find(x, ROWS, K, found));
    if (kernels.sparse().find(x, ROWS, K, found)) {
      time("product", () -> kernels.sparse().product(found, x, w, n, y));
      time(
          "turn",
          () -> {
            kernels.sparse().find(x, ROWS, K, found);
            found.turn();
          });
      time("transposed", () -> kernels.sparse().transposedProduct(found, x, b, n, c, true));
    }
    time("dense", () -> kernels.gemm(false, false, ROWS, n, K, x, 0, K, w, 0, n, y, 0, n, false));
    time("dense T", () -> kernels.gemm(true, false, K, n, ROWS, x, 0, K, b, 0, n, c, 0, n, true));
  }

  private static float[] filled(SplittableRandom random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-0.1, 0.1);
    }
    return values;
  }

  private static void time(String name, Runnable call) {
    seconds(call, 10 * ROUND_SECONDS);
    double[] times = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      times[round] = seconds(call, ROUND_SECONDS);
    }
    Arrays.sort(times);
    System.out.printf(
        Locale.ROOT, "  %-12s %8.1f %8.1f us%n", name, 1e6 * times[ROUNDS / 2], 1e6 * times[0]);
  }

  private static double seconds(Runnable call, double atLeast) {
    int calls = 0;
    long start = System.nanoTime();
    double elapsed;
    do {
      call.run();
      calls++;
      elapsed = 1e-9 * (System.nanoTime() - start);
    } while (elapsed < atLeast);
    return elapsed / calls;
  }
}
