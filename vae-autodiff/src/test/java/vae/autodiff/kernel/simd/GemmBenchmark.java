package vae.autodiff.kernel.simd;

import java.util.Arrays;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.Team;

/**
 * Times {@link VectorGemm} on the products of a training step; run it as a program.
 *
 * <p>Arguments: the number of threads, 1 if absent. Prints the median and the best of several
 * rounds, after a warm-up of the same products.
 */
final class GemmBenchmark {

  private static final int ROUNDS = 15;
  private static final double ROUND_SECONDS = 0.012;

  private record Form(String name, boolean transA, boolean transB, int m, int n, int k) {}

  private static final Form[] FORMS = {
    new Form("cube", false, false, 512, 512, 512),
    new Form("forward", false, false, 128, 400, 784),
    new Form("forward", false, false, 128, 784, 400),
    new Form("forward", false, false, 128, 40, 400),
    new Form("forward", false, false, 128, 400, 20),
    new Form("dx", false, true, 128, 400, 784),
    new Form("dx", false, true, 128, 784, 400),
    new Form("dx", false, true, 128, 20, 400),
    new Form("dx", false, true, 128, 400, 40),
    new Form("dW", true, false, 784, 400, 128),
    new Form("dW", true, false, 400, 784, 128),
    new Form("dW", true, false, 400, 40, 128),
    new Form("dW", true, false, 20, 400, 128),
    new Form("iwae", false, false, 1000, 200, 200),
    new Form("iwae", false, true, 1000, 200, 200),
    new Form("iwae", true, false, 200, 200, 1000),
    new Form("iwae", false, false, 20, 200, 784),
    new Form("iwae", false, false, 20, 200, 200),
    new Form("iwae", false, false, 20, 100, 200),
    new Form("iwae", false, false, 20, 200, 50),
    new Form("iwae", false, false, 20, 784, 200),
    new Form("iwae", false, true, 20, 200, 784),
    new Form("iwae", false, true, 20, 200, 200),
    new Form("iwae", false, true, 20, 50, 200),
    new Form("iwae", true, false, 784, 200, 20),
    new Form("iwae", true, false, 200, 200, 20),
    new Form("iwae", true, false, 200, 784, 20),
    new Form("iwae", false, false, 1000, 200, 10),
    new Form("iwae", false, false, 1000, 10, 200),
    new Form("single", false, false, 1, 400, 784),
    new Form("both", true, true, 256, 256, 256),
  };

  private GemmBenchmark() {}

  public static void main(String[] arguments) {
    int threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    try (Team team = Team.of(threads)) {
      VectorGemm gemm = new VectorGemm(team);
      for (Form form : FORMS) {
        seconds(gemm, form, 20 * ROUND_SECONDS);
      }
      System.out.printf(
          Locale.ROOT,
          "%d lanes, %d threads, fma peak of a core %.0f GFLOP/s%n",
          FloatVector.SPECIES_PREFERRED.length(),
          threads,
          fmaPeak());
      System.out.println("product  form     m     n     k   median     best GFLOP/s");
      for (Form form : FORMS) {
        double[] times = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
          times[round] = seconds(gemm, form, ROUND_SECONDS);
        }
        Arrays.sort(times);
        double gigaflop = 2e-9 * form.m * form.n * form.k;
        System.out.printf(
            Locale.ROOT,
            "%-8s %s%s %7d %5d %5d %8.1f %8.1f%n",
            form.name,
            form.transA ? "T" : "N",
            form.transB ? "T" : "N",
            form.m,
            form.n,
            form.k,
            gigaflop / times[ROUNDS / 2],
            gigaflop / times[0]);
      }
    }
  }

  private static double seconds(VectorGemm gemm, Form form, double atLeast) {
    float[] a = filled(form.m * form.k);
    float[] b = filled(form.k * form.n);
    float[] c = new float[form.m * form.n];
    int lda = form.transA ? form.m : form.k;
    int ldb = form.transB ? form.k : form.n;
    int calls = 0;
    long start = System.nanoTime();
    double elapsed;
    do {
      gemm.multiply(
          form.transA,
          form.transB,
          form.m,
          form.n,
          form.k,
          a,
          0,
          lda,
          b,
          0,
          ldb,
          c,
          0,
          form.n,
          false);
      calls++;
      elapsed = 1e-9 * (System.nanoTime() - start);
    } while (elapsed < atLeast);
    return elapsed / calls;
  }

  private static float[] filled(int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (i % 17 - 8) / 16f;
    }
    return values;
  }

  private static double fmaPeak() {
    double best = 0;
    for (int round = 0; round < 40; round++) {
      long start = System.nanoTime();
      float kept = chains(100_000);
      double elapsed = 1e-9 * (System.nanoTime() - start);
      if (Float.isFinite(kept)) {
        best =
            Math.max(best, 1e-9 * 20 * 100_000 * FloatVector.SPECIES_PREFERRED.length() / elapsed);
      }
    }
    return best;
  }

  private static float chains(int steps) {
    FloatVector x = FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, 0.5f);
    FloatVector y = FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, 0.25f);
    FloatVector c0 = x;
    FloatVector c1 = x;
    FloatVector c2 = x;
    FloatVector c3 = x;
    FloatVector c4 = x;
    FloatVector c5 = x;
    FloatVector c6 = x;
    FloatVector c7 = x;
    FloatVector c8 = x;
    FloatVector c9 = x;
    for (int step = 0; step < steps; step++) {
      c0 = c0.fma(x, y);
      c1 = c1.fma(x, y);
      c2 = c2.fma(x, y);
      c3 = c3.fma(x, y);
      c4 = c4.fma(x, y);
      c5 = c5.fma(x, y);
      c6 = c6.fma(x, y);
      c7 = c7.fma(x, y);
      c8 = c8.fma(x, y);
      c9 = c9.fma(x, y);
    }
    FloatVector sum = c0.add(c1).add(c2).add(c3).add(c4).add(c5).add(c6).add(c7).add(c8).add(c9);
    return sum.lane(0);
  }
}
