package vae.autodiff.kernel.simd;

import java.util.Arrays;
import java.util.Locale;
import vae.autodiff.kernel.ConvolutionGeometry;
import vae.autodiff.kernel.ConvolutionKernels;
import vae.autodiff.kernel.Team;

/**
 * Times the convolutions of a training step; run it as a program.
 *
 * <p>Arguments: the number of threads, 1 if absent. Prints the median and the best of several
 * rounds, after a warm-up of the same kernels.
 */
final class ConvolutionBenchmark {

  private static final int ROUNDS = 15;
  private static final double ROUND_SECONDS = 0.03;

  private record Form(String name, ConvolutionGeometry g) {}

  private static final Form[] FORMS = {
    new Form("28x28x1 k4 s2 -> 14x14x32", geometry(128, 28, 1, 32, 4, 2, 1)),
    new Form("14x14x32 k4 s2 -> 7x7x64", geometry(128, 14, 32, 64, 4, 2, 1)),
    new Form("14x14x64 k3 s1 -> 14x14x64", geometry(128, 14, 64, 64, 3, 1, 1)),
    new Form("28x28x32 k3 s1 -> 28x28x1", geometry(128, 28, 32, 1, 3, 1, 1)),
    new Form("32x32x3 k5 s2 -> 16x16x48", geometry(128, 32, 3, 48, 5, 2, 2)),
  };

  private ConvolutionBenchmark() {}

  private static ConvolutionGeometry geometry(
      int batch, int size, int channels, int outChannels, int kernel, int stride, int padding) {
    int out = (size + 2 * padding - kernel) / stride + 1;
    return new ConvolutionGeometry(
        batch, size, size, channels, out, out, outChannels, kernel, kernel, stride, padding);
  }

  public static void main(String[] arguments) {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    try (Team team = Team.of(threads)) {
      ConvolutionKernels<float[]> kernels = new VectorConvolutions(team, 1);
      String[] names = {"convolve", "transposed", "weight gradient"};
      for (int round = 0; round < 3; round++) {
        for (Form form : FORMS) {
          for (int kernel = 0; kernel < names.length; kernel++) {
            seconds(kernels, form.g, kernel, 0.1);
          }
        }
      }
      System.out.println(threads + " threads: ms (median), GFLOP/s (median), GFLOP/s (best)");
      for (Form form : FORMS) {
        for (int kernel = 0; kernel < names.length; kernel++) {
          double[] times = new double[ROUNDS];
          for (int round = 0; round < ROUNDS; round++) {
            times[round] = seconds(kernels, form.g, kernel, ROUND_SECONDS);
          }
          Arrays.sort(times);
          double gigaflop = 2e-9 * form.g.multiplications();
          System.out.printf(
              Locale.ROOT,
              "%-28s %-16s %8.2f %8.1f %8.1f%n",
              form.name,
              names[kernel],
              1e3 * times[ROUNDS / 2],
              gigaflop / times[ROUNDS / 2],
              gigaflop / times[0]);
        }
      }
    }
  }

  private static double seconds(
      ConvolutionKernels<float[]> kernels, ConvolutionGeometry g, int kernel, double atLeast) {
    float[] wide = filled(g.wideSize());
    float[] narrow = filled(g.narrowSize());
    float[] weight = filled(g.weightSize());
    int calls = 0;
    long start = System.nanoTime();
    double elapsed;
    do {
      switch (kernel) {
        case 0 -> kernels.convolve(g, wide, weight, narrow, false);
        case 1 -> kernels.transposed(g, narrow, weight, wide, false);
        default -> kernels.weightGradient(g, wide, narrow, weight);
      }
      calls++;
      elapsed = 1e-9 * (System.nanoTime() - start);
    } while (elapsed < atLeast);
    return elapsed / calls;
  }

  private static float[] filled(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (i % 17 - 8) / 1024f;
    }
    return values;
  }
}
