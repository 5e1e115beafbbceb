package vae.autodiff.kernel.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import vae.autodiff.kernel.AdamStep;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.MatrixView;
import vae.autodiff.kernel.Unary;

/** The definitions mean what their formulas say: they agree with doubles and with the paper. */
final class ScalarFloatKernelsProperties {

  /** Half a unit in the last place of a float of magnitude 1. */
  private static final double ROUNDING = 0x1p-24;

  private static final Kernels<float[]> KERNELS = new ScalarFloatKernels();
  private static final Kernels<double[]> DOUBLES = new ScalarDoubleKernels();

  private static float[] numbers(SplittableRandom random, int n, double from, double to) {
    float[] numbers = new float[n];
    for (int i = 0; i < n; i++) {
      numbers[i] = (float) random.nextDouble(from, to);
    }
    return numbers;
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  private static void assertWithin(double bound, double expected, double actual, String what) {
    assertTrue(
        Math.abs(expected - actual) <= bound,
        () -> "%s: expected %s within %s, got %s".formatted(what, expected, bound, actual));
  }

  /** Each lane adds n/16 elements, then come four levels of the tree and the addition to y. */
  @Property(seed = "51", tries = 200, edgeCases = EdgeCasesMode.NONE)
  void lanesSumUpToTheExactSum(@ForAll @IntRange(max = 3000) int n, @ForAll long seed) {
    float[] x = numbers(new SplittableRandom(seed), n + 3, -10, 10);
    float[] y = {2.5f, 1.5f};
    BigDecimal exact = new BigDecimal(1.5);
    double magnitude = 1.5;
    for (int i = 3; i < n + 3; i++) {
      exact = exact.add(new BigDecimal(x[i]));
      magnitude += Math.abs(x[i]);
    }
    KERNELS.sumInto(x, 3, n, y, 1);
    double additions = (n + 15) / 16 + 5;
    assertWithin(additions * ROUNDING * magnitude, exact.doubleValue(), y[1], "sum");
    assertEquals(2.5f, y[0]);
  }

  /** The order of the lanes: 2²⁴ swallows a 1 added to it, so each other order gives other sums. */
  @Example
  void aLaneAddsEverySixteenthElementInOrder() {
    float[] x = new float[48];
    x[5] = 0x1p24f;
    x[21] = 1;
    x[37] = -0x1p24f;
    x[13] = 1;
    float[] y = new float[1];
    KERNELS.sumInto(x, 0, 48, y, 0);
    assertEquals(1f, y[0]);
  }

  /** Moderate arguments; near a zero of the function the bound is that of its terms. */
  @Property(seed = "52", tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void functionsAndTheirGradientsAgreeWithDoubles(@ForAll Unary f, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    boolean positive = f == Unary.LOG || f == Unary.LOG1P || f == Unary.SQRT;
    float[] x = numbers(random, 8, positive ? 0.01 : -8, 8);
    float a = (float) random.nextDouble(-1, 0.5);
    float[] y = new float[8];
    double[] yDouble = new double[8];
    KERNELS.unary(f, a, a + 1, x, y, 0, 8);
    DOUBLES.unary(f, a, a + 1, widened(x), yDouble, 0, 8);
    float[] dy = numbers(random, 8, -3, 3);
    float[] dx = numbers(random, 8, -3, 3);
    double[] dxDouble = widened(dx);
    KERNELS.unaryGradient(f, a, a + 1, x, y, dy, dx, 0, 8);
    DOUBLES.unaryGradient(f, a, a + 1, widened(x), yDouble, widened(dy), dxDouble, 0, 8);
    for (int i = 0; i < 8; i++) {
      String what = f + " at " + x[i];
      assertWithin(16 * ROUNDING * (1 + Math.abs(yDouble[i])), yDouble[i], y[i], what);
      double scale = 4 + 3 * Math.abs(yDouble[i]) + Math.abs(dxDouble[i]);
      double reciprocal = f == Unary.RECIPROCAL ? yDouble[i] * yDouble[i] : 0;
      assertWithin(32 * ROUNDING * (scale + 3 * reciprocal), dxDouble[i], dx[i], what);
    }
  }

  @Property(seed = "53", tries = 300, edgeCases = EdgeCasesMode.NONE)
  void logSumExpAgreesWithDoubles(
      @ForAll @IntRange(min = 1, max = 60) int count,
      @ForAll @IntRange(min = 1, max = 20) int inner,
      @ForAll long seed) {
    float[] x = numbers(new SplittableRandom(seed), 2 * count * inner, -30, 30);
    float[] y = new float[2 * inner];
    double[] yDouble = new double[2 * inner];
    KERNELS.logSumExp(x, 2, count, inner, y);
    DOUBLES.logSumExp(widened(x), 2, count, inner, yDouble);
    for (int i = 0; i < y.length; i++) {
      assertWithin((count + 8 + 35) * 2 * ROUNDING, yDouble[i], y[i], "log-sum-exp");
    }
  }

  /** On a grid of 1/64 the shift is exact, so that only its last addition can round otherwise. */
  @Property(seed = "54", tries = 300, edgeCases = EdgeCasesMode.NONE)
  void logSumExpMovesWithItsArguments(
      @ForAll @IntRange(min = 1, max = 60) int count,
      @ForAll @IntRange(min = -5000, max = 5000) int shift,
      @ForAll long seed) {
    float[] x = numbers(new SplittableRandom(seed), count, -20, 20);
    float[] moved = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = Math.round(x[i] * 64) / 64f;
      moved[i] = x[i] + shift;
    }
    float[] y = new float[2];
    KERNELS.logSumExp(x, 1, count, 1, y);
    float expected = y[0] + shift;
    KERNELS.logSumExp(moved, 1, count, 1, y);
    assertWithin(Math.ulp(expected) + Math.ulp(30f), expected, y[0], "shifted by " + shift);
  }

  @Property(seed = "55", tries = 100, edgeCases = EdgeCasesMode.NONE)
  void logSumExpOfInfinities(@ForAll @IntRange(min = 1, max = 60) int count, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[count];
    Arrays.fill(x, Float.NEGATIVE_INFINITY);
    float[] y = new float[1];
    KERNELS.logSumExp(x, 1, count, 1, y);
    assertEquals(Float.NEGATIVE_INFINITY, y[0]);
    x[random.nextInt(count)] = 1.25f;
    KERNELS.logSumExp(x, 1, count, 1, y);
    assertEquals(1.25f, y[0]);
    x[random.nextInt(count)] = Float.POSITIVE_INFINITY;
    KERNELS.logSumExp(x, 1, count, 1, y);
    assertEquals(Float.POSITIVE_INFINITY, y[0]);
    x[random.nextInt(count)] = Float.NaN;
    KERNELS.logSumExp(x, 1, count, 1, y);
    assertTrue(Float.isNaN(y[0]));
  }

  /** The gradient of log Σ exp is the softmax, whose elements add up to 1. */
  @Property(seed = "56", tries = 200, edgeCases = EdgeCasesMode.NONE)
  void gradientOfLogSumExpAddsUpToTheIncomingOne(
      @ForAll @IntRange(min = 1, max = 60) int count, @ForAll long seed) {
    float[] x = numbers(new SplittableRandom(seed), count, -20, 20);
    float[] y = new float[1];
    float[] dx = new float[count];
    KERNELS.logSumExp(x, 1, count, 1, y);
    KERNELS.logSumExpGradient(x, y, new float[] {0.75f}, 1, count, 1, dx);
    double sum = 0;
    for (float share : dx) {
      assertTrue(share >= 0);
      sum += share;
    }
    assertWithin((count + 40) * 2 * ROUNDING, 0.75, sum, "sum of the gradient");
  }

  @Property(seed = "57", tries = 200, edgeCases = EdgeCasesMode.NONE)
  void bernoulliLogProbabilitiesFollowTheFormula(
      @ForAll @IntRange(min = 1, max = 100) int columns, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] logits = numbers(random, 3 * columns, -12, 12);
    float[] x = numbers(random, 2 * columns, 0, 1);
    float[] y = new float[3];
    float[] residual = new float[3 * columns];
    KERNELS.rows().bernoulliLogits(logits, x, 3, 2, columns, y, residual);
    float[] dy = numbers(random, 3, -2, 2);
    float[] dLogits = new float[3 * columns];
    KERNELS.rows().addScaled(dy, false, residual, 3, columns, dLogits);
    for (int r = 0; r < 3; r++) {
      double expected = 0;
      for (int j = 0; j < columns; j++) {
        double p = 1 / (1 + StrictMath.exp(-(double) logits[r * columns + j]));
        double target = x[r % 2 * columns + j];
        expected += target * StrictMath.log(p) + (1 - target) * StrictMath.log1p(-p);
        double slope = dy[r] * (target - p);
        assertWithin(16 * ROUNDING, slope, dLogits[r * columns + j], "gradient");
      }
      assertWithin(16 * ROUNDING * 12 * columns, expected, y[r], "log-probability");
    }
  }

  @Property(seed = "58", tries = 200, edgeCases = EdgeCasesMode.NONE)
  void squaredDistancesFollowTheFormula(
      @ForAll @IntRange(min = 1, max = 100) int columns, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] a = numbers(random, 3 * columns, -4, 4);
    float[] b = numbers(random, 2 * columns, -4, 4);
    float[] y = new float[3];
    KERNELS.rows().squaredDistance(a, b, 3, 2, columns, y);
    float[] dy = numbers(random, 3, -2, 2);
    float[] da = new float[3 * columns];
    KERNELS.rows().squaredDistanceGradient(a, b, dy, 3, 2, columns, da);
    for (int r = 0; r < 3; r++) {
      double expected = 0;
      for (int j = 0; j < columns; j++) {
        double difference = (double) a[r * columns + j] - b[r % 2 * columns + j];
        expected += difference * difference;
        double slope = 2 * dy[r] * difference;
        assertWithin(4 * ROUNDING * 32, slope, da[r * columns + j], "gradient");
      }
      assertWithin((columns + 8) * ROUNDING * expected, expected, y[r], "squared distance");
    }
  }

  /** Kingma and Ba (2015), algorithm 1, in doubles, over twenty steps. */
  @Property(seed = "59", tries = 100, edgeCases = EdgeCasesMode.NONE)
  void adamFollowsThePaper(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double alpha = 1e-3;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    float[] w = numbers(random, 1, -1, 1);
    float[] m = new float[1];
    float[] v = new float[1];
    double theta = w[0];
    double first = 0;
    double second = 0;
    for (int t = 1; t <= 20; t++) {
      float[] g = numbers(random, 1, -1, 1);
      double correction1 = 1 - StrictMath.pow(beta1, t);
      double correction2 = 1 - StrictMath.pow(beta2, t);
      double scale = 1 / Math.sqrt(correction2);
      AdamStep step = new AdamStep(beta1, beta2, alpha / correction1, scale, epsilon);
      KERNELS.optimizers().adam(w, g, m, v, 1, step);
      first = beta1 * first + (1 - beta1) * g[0];
      second = beta2 * second + (1 - beta2) * g[0] * g[0];
      theta -= alpha * (first / correction1) / (Math.sqrt(second / correction2) + epsilon);
      assertWithin(t * (2 * ROUNDING + 1e-3 * 64 * ROUNDING), theta, w[0], "step " + t);
    }
  }

  @Example
  void adamTurnsTinyFirstMomentsIntoZero() {
    float[] m = {1.05e-30f, -1.05e-30f, 1.2e-30f, 0x1p-140f};
    float[] w = new float[4];
    KERNELS
        .optimizers()
        .adam(w, new float[4], m, new float[4], 4, new AdamStep(0.9, 0.999, 0.1, 1, 1e-8));
    assertEquals(0, Float.floatToRawIntBits(m[0]));
    assertEquals(0, Float.floatToRawIntBits(m[1]));
    assertTrue(m[2] > 1e-30f);
    assertEquals(0, Float.floatToRawIntBits(m[3]));
  }

  @Example
  void runningMeansOfSquaresAreFlushedAndAVarianceIsNeverNegative() {
    float[] g = {0, 2, 1, 1};
    float[] v = {1.01e-30f, 0, 1, 1};
    KERNELS.optimizers().rootScale(g, v, 2, 0.9, 0.25, 0.5);
    assertEquals(0, Float.floatToRawIntBits(v[0]));
    assertEquals(1f, v[1]);
    assertEquals(2 / 1.5f, g[1]);
    float[] mean = {2, 2, 2, 2};
    KERNELS.optimizers().centeredRootScale(g, v, mean, 4, 0.5, 0.5);
    assertEquals(1.5f, mean[2]);
    assertEquals(2f, g[2], "1 less 1.5 squared is below 0: the deviation is 0");
  }

  @Example
  void momentumKeepsAndMoves() {
    float[] w = {1, 2};
    float[] velocity = {4, -8};
    KERNELS.optimizers().momentum(w, new float[] {1, 1}, velocity, 2, 0.5, 0.25);
    assertEquals(3f, velocity[0]);
    assertEquals(-3f, velocity[1]);
    assertEquals(0.25f, w[0]);
    assertEquals(2.75f, w[1]);
  }

  /** L X = B and Lᵀ X = B: the product of what is solved gives B back. */
  @Property(seed = "60", tries = 200, edgeCases = EdgeCasesMode.NONE)
  void triangularSystemsAreSolved(
      @ForAll @IntRange(min = 1, max = 12) int n,
      @ForAll @IntRange(min = 1, max = 5) int columns,
      @ForAll boolean transpose,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] l = numbers(random, n * n, -0.3, 0.3);
    for (int i = 0; i < n; i++) {
      l[i * n + i] = 1 + Math.abs(l[i * n + i]);
      Arrays.fill(l, i * n + i + 1, (i + 1) * n, 0);
    }
    float[] b = numbers(random, n * columns, -2, 2);
    float[] x = b.clone();
    KERNELS.triangularSolve(transpose, n, columns, l, 0, x, 0);
    float[] product = new float[n * columns];
    KERNELS.gemm(
        n,
        columns,
        n,
        new MatrixView<>(l, 0, n, transpose),
        MatrixView.of(x, 0, columns),
        MatrixView.of(product, 0, columns),
        false);
    for (int i = 0; i < b.length; i++) {
      assertWithin(1e-4, b[i], product[i], "L X");
    }
  }
}
