package vae.autodiff.kernel.simd;

import java.util.Arrays;
import java.util.Locale;
import vae.autodiff.kernel.FingerprintKernels;
import vae.autodiff.kernel.Team;
import vae.autodiff.kernel.scalar.ScalarFloatKernels;

/**
 * Times the fingerprints of the parameters of one step; run it as a program.
 *
 * <p>Prints microseconds for the arrays of 784-400-20-400-784 and for one small array, the median
 * and the best of several rounds.
 */
final class FingerprintBenchmark {

  private static final int[] SIZES = {
    784 * 400, 400, 400 * 20, 20, 400 * 20, 20, 20 * 400, 400, 400 * 784, 784
  };

  private static long kept;

  private FingerprintBenchmark() {}

  public static void main(String[] arguments) {
    float[][] model = Arrays.stream(SIZES).mapToObj(float[]::new).toArray(float[][]::new);
    float[][] small = {new float[32]};
    for (int threads : new int[] {1, 2}) {
      try (Team team = Team.of(threads)) {
        FingerprintKernels<float[]> simd = new SimdKernels(team).fingerprints();
        time("simd, threads " + threads, simd, model);
        time("simd, small, threads " + threads, simd, small);
      }
    }
    time("scalar", new ScalarFloatKernels().fingerprints(), model);
    System.out.println("(" + kept + ")");
  }

  private static void time(String name, FingerprintKernels<float[]> kernels, float[][] arrays) {
    double[] times = new double[2000];
    for (int round = 0; round < 2 * times.length; round++) {
      long start = System.nanoTime();
      for (float[] array : arrays) {
        kept += kernels.fingerprint(array, array.length);
      }
      times[round % times.length] = (System.nanoTime() - start) / 1e3;
    }
    Arrays.sort(times);
    System.out.printf(Locale.ROOT, "%-28s %8.2f %8.2f us%n", name, times[1000], times[0]);
  }
}
