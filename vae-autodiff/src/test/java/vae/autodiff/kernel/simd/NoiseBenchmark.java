package vae.autodiff.kernel.simd;

import java.util.Arrays;
import java.util.Locale;
import vae.autodiff.kernel.NoiseKernels;
import vae.autodiff.kernel.Team;
import vae.autodiff.kernel.scalar.ScalarFloatNoiseKernels;
import vae.autodiff.random.Key;

/**
 * Times random numbers for tensors, by plain loops and by vectors; run it as a program.
 *
 * <p>Arguments: the number of threads, 1 if absent. Prints nanoseconds a number, the median and the
 * best of several rounds, after a warm-up of the same calls.
 */
final class NoiseBenchmark {

  private static final int ROUNDS = 15;
  private static final double ROUND_SECONDS = 0.01;

  private NoiseBenchmark() {}

  public static void main(String[] arguments) {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    try (Team team = Team.of(threads)) {
      NoiseKernels<float[]> simd = new SimdKernels(team).noise();
      NoiseKernels<float[]> scalar = new ScalarFloatNoiseKernels();
      int[][] shapes = {{1, 128, 20}, {1, 128, 50}, {50, 20, 20}, {50, 100, 50}, {1, 128, 784}};
      for (int[] shape : shapes) {
        System.out.println(Arrays.toString(shape));
        compare("simd", simd, shape);
        compare("scalar", scalar, shape);
      }
    }
  }

  private static void compare(String name, NoiseKernels<float[]> k, int[] shape) {
    int n = shape[0] * shape[1] * shape[2];
    float[] y = new float[n];
    Key key = Key.of(3);
    time(name + " normal", n, () -> k.normal(key, shape[0], shape[1], shape[2], y));
    time(name + " uniform", n, () -> k.uniform(key, shape[0], shape[1], shape[2], y));
    time(name + " bernoulli", n, () -> k.bernoulli(key, shape[0] * shape[1], shape[2], y, 0));
  }

  private static void time(String name, int numbers, Runnable call) {
    seconds(call, 20 * ROUND_SECONDS);
    double[] times = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      times[round] = seconds(call, ROUND_SECONDS);
    }
    Arrays.sort(times);
    System.out.printf(
        Locale.ROOT,
        "  %-18s %6.2f %6.2f ns%n",
        name,
        1e9 * times[ROUNDS / 2] / numbers,
        1e9 * times[0] / numbers);
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
