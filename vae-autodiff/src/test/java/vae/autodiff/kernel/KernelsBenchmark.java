package vae.autodiff.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Times the kernels of a training step, all of them in one JVM as in training; run it as a program.
 *
 * <p>Arguments: simd or scalar, simd if absent, and the number of threads, 1 if absent. Prints
 * nanoseconds per element, the median and the best of several rounds, after a warm-up of the same
 * calls.
 */
final class KernelsBenchmark {

  private static final int ROUNDS = 25;
  private static final double ROUND_SECONDS = 0.004;
  private static final int ROWS = 40;
  private static final int COLUMNS = 400;
  private static final int N = ROWS * COLUMNS;

  private record Entry(String name, int elements, Runnable call) {}

  private final List<Entry> entries = new ArrayList<>();
  private final float[] x = filled(N, -6);
  private final float[] w = filled(N, -6);
  private final float[] y = new float[N];
  private final float[] dy = filled(N, -1);
  private final float[] sums = new float[N];
  private final float[] m = new float[N];
  private final float[] v = new float[N];
  private final float[] bits = filled(N, 0);

  private KernelsBenchmark(Kernels<float[]> k) {
    add("fill", N, () -> k.fill(y, 0, N, 0));
    add("accumulate", N, () -> k.accumulate(x, 0, sums, 0, N));
    add("multiplyAdd", N, () -> k.multiplyAdd(x, 0, 1, dy, 0, 1, sums, 0, N));
    add("multiplyAdd by one element", N, () -> k.multiplyAdd(x, 0, 0, dy, 0, 1, sums, 0, N));
    for (Binary f : Binary.values()) {
      add(f.name(), N, () -> k.binary(f, x, 0, 1, bits, 0, 1, y, 0, N));
    }
    add("ADD one element", N, () -> k.binary(Binary.ADD, x, 0, 0, bits, 0, 1, y, 0, N));
    add("sumInto", N, () -> k.sumInto(x, 0, N, sums, 0));
    add("sumColumns", N, () -> k.sumColumns(x, ROWS, COLUMNS, sums));
    add("sumColumns of 20", N, () -> k.sumColumns(x, N / 20, 20, sums));
    for (Unary f : Unary.values()) {
      float[] in = f == Unary.LOG || f == Unary.SQRT ? bits : x;
      add(f.name(), N, () -> k.unary(f, 0.5, 0.25, in, y, 0, N));
      add(f.name() + " gradient", N, () -> k.unaryGradient(f, 0.5, 0.25, in, bits, dy, sums, 0, N));
    }
    for (Activation f : Activation.values()) {
      add("bias " + f.name(), N, () -> k.biasActivation(f, dy, w, ROWS, COLUMNS));
      add("activation gradient " + f.name(), N, () -> k.activationGradient(f, bits, dy, y, N));
    }
    RowKernels<float[]> rows = k.rows();
    add(
        "bernoulliLogits alone",
        N,
        () -> rows.bernoulliLogits(x, bits, ROWS, ROWS, COLUMNS, y, null));
    add(
        "bernoulliLogits, residual",
        N,
        () -> rows.bernoulliLogits(x, bits, ROWS, ROWS, COLUMNS, y, v));
    add("addScaled", N, () -> rows.addScaled(dy, false, bits, ROWS, COLUMNS, sums));
    add("squaredDistance", N, () -> rows.squaredDistance(x, bits, ROWS, ROWS, COLUMNS, y));
    add(
        "squaredDistanceGradient",
        N,
        () -> rows.squaredDistanceGradient(x, bits, dy, ROWS, ROWS, COLUMNS, sums));
    GaussianKernels<float[]> gaussian = k.gaussian();
    int n = N / 10;
    add("gaussian draw, 10 samples", N, () -> gaussian.draw(dy, bits, x, 10, n, y, v));
    add("gaussian drawGradient, 10", N, () -> gaussian.drawGradient(x, bits, dy, 10, n, sums));
    add("gaussian divergence", N, () -> gaussian.divergence(dy, bits, ROWS, COLUMNS, v, y));
    add("gaussian logRatio", N, () -> gaussian.logRatio(x, dy, bits, ROWS, 4, COLUMNS, y));
    add("logSumExp, 40 in rows of 400", N, () -> k.logSumExp(x, 1, ROWS, COLUMNS, y));
    add("logSumExpGradient", N, () -> k.logSumExpGradient(x, y, dy, 1, ROWS, COLUMNS, sums));
    add("logSumExp, 400 in a row", N, () -> k.logSumExp(x, ROWS, COLUMNS, 1, y));
    add(
        "logSumExpGradient in a row",
        N,
        () -> k.logSumExpGradient(x, y, dy, ROWS, COLUMNS, 1, sums));
    add("logSumExp, 50 in rows of 4", N, () -> k.logSumExp(x, N / 200, 50, 4, y));
    add("adam", N, () -> k.adam(w, dy, m, v, N, 0.9, 0.999, 1e-9, 1, 1e-8));
    add("momentum", N, () -> k.momentum(w, dy, m, N, 0.5, 1e-9));
    add("transpose", N, () -> k.transpose(x, 0, ROWS, COLUMNS, y, 0));
  }

  private void add(String name, int elements, Runnable call) {
    entries.add(new Entry(name, elements, call));
  }

  public static void main(String[] arguments) {
    String provider = arguments.length > 0 ? arguments[0] : "simd";
    int threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    KernelSet.Choice choice = KernelSet.Choice.valueOf(provider.toUpperCase(Locale.ROOT));
    try (KernelSet set = KernelSet.choose(choice, threads)) {
      System.out.println(set);
      new KernelsBenchmark(set.f32()).run();
    }
  }

  private void run() {
    for (int round = 0; round < 8; round++) {
      for (Entry entry : entries) {
        seconds(entry.call, 5 * ROUND_SECONDS);
      }
    }
    System.out.println("ns per element                  median   best");
    for (Entry entry : entries) {
      double[] times = new double[ROUNDS];
      for (int round = 0; round < ROUNDS; round++) {
        times[round] = 1e9 * seconds(entry.call, ROUND_SECONDS) / entry.elements;
      }
      Arrays.sort(times);
      System.out.printf(
          Locale.ROOT, "%-30s %7.3f %6.3f%n", entry.name, times[ROUNDS / 2], times[0]);
    }
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

  private static float[] filled(int size, float least) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = least + i * 0.37f % (1 - 2 * least);
    }
    return values;
  }
}
