package vae.autodiff.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.MatrixView;
import vae.autodiff.kernel.NonZeros;
import vae.autodiff.kernel.SparseKernels;
import vae.autodiff.kernel.Team;
import vae.autodiff.kernel.scalar.ScalarFloatKernels;

/** Products that skip zeros: the bits of plain loops, for any number of threads. */
final class VectorSparseProperties {

  private static final Kernels<float[]> SCALAR = new ScalarFloatKernels();
  private static final int MARGIN = 20;
  private static final float UNTOUCHED = 77;

  private static final Team[] TEAMS = {Team.of(1), Team.of(2), Team.of(3), Team.of(8)};
  private static final SparseKernels<?>[] KERNELS =
      Arrays.stream(TEAMS).map(t -> new SimdKernels(t, 512).sparse()).toArray(SparseKernels[]::new);

  @AfterContainer
  static void endTeams() {
    for (Team team : TEAMS) {
      team.close();
    }
  }

  @SuppressWarnings("unchecked") // all of them are kernels of floats
  private static SparseKernels<float[]> kernels(int team) {
    return (SparseKernels<float[]>) KERNELS[team];
  }

  /** Around multiples of 4, 8, 16 and of the blocks of vectors. */
  @Provide
  Arbitrary<Integer> widths() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(0, 35),
        Arbitraries.of(47, 48, 49, 63, 64, 65, 127, 128, 129, 143, 144, 200, 207, 400));
  }

  @Provide
  Arbitrary<Double> densities() {
    return Arbitraries.of(0.0, 0.01, 0.13, 0.2, 0.25, 0.5, 1.0);
  }

  /** Some rows and some columns are empty; a third of all matrices hold zeros and ones. */
  private static float[] sparse(SplittableRandom random, int rows, int k, double density) {
    float[] x = filled(random, rows * k + MARGIN);
    boolean binary = random.nextInt(3) == 0;
    int emptyRow = random.nextInt(rows + 1);
    int emptyColumn = random.nextInt(k + 1);
    for (int i = 0; i < rows * k; i++) {
      if (i / k == emptyRow || i % k == emptyColumn || random.nextDouble() >= density) {
        x[i] = random.nextInt(9) == 0 ? -0f : 0;
      } else if (binary) {
        x[i] = 1;
      }
    }
    return x;
  }

  private static float[] filled(SplittableRandom random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextDouble(-1, 1) * (1 << random.nextInt(6));
    }
    return values;
  }

  @Property(seed = "71", tries = 300, edgeCases = EdgeCasesMode.NONE)
  void searchesFindTheSame(
      @ForAll @IntRange(max = 40) int rows,
      @ForAll("widths") int k,
      @ForAll("densities") double density,
      @ForAll @IntRange(max = 3) int team,
      @ForAll long seed) {
    float[] x = sparse(new SplittableRandom(seed), rows, k, density);
    int count = 0;
    for (int i = 0; i < rows * k; i++) {
      count += x[i] != 0 ? 1 : 0;
    }
    NonZeros expected = new NonZeros();
    NonZeros actual = new NonZeros();
    boolean few = 4 * count <= rows * k;
    assertEquals(few, SCALAR.sparse().find(x, rows, k, expected));
    assertEquals(few, kernels(team).find(x, rows, k, actual));
    if (few) {
      assertEquals(count, actual.count());
      assertPrefix(expected.rowStarts(), actual.rowStarts(), rows + 1);
      assertPrefix(expected.columnOf(), actual.columnOf(), count);
    }
  }

  @Property(seed = "72", tries = 300, edgeCases = EdgeCasesMode.NONE)
  void turningSortsByColumnThenRow(
      @ForAll @IntRange(max = 40) int rows,
      @ForAll("widths") int k,
      @ForAll @IntRange(max = 3) int team,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    NonZeros where = new NonZeros();
    // What an earlier, larger matrix left behind must not matter.
    where.begin(50, 500);
    Arrays.fill(where.columnOf(), 7);
    float[] x = sparse(random, rows, k, 0.1);
    if (!kernels(team).find(x, rows, k, where)) {
      return;
    }
    where.turn();
    int e = 0;
    for (int j = 0; j < k; j++) {
      assertEquals(e, where.columnStarts()[j]);
      for (int r = 0; r < rows; r++) {
        if (x[r * k + j] != 0) {
          assertEquals(r, where.rowOf()[e++]);
        }
      }
    }
    assertEquals(e, where.columnStarts()[k]);
  }

  @Property(seed = "73", tries = 500, edgeCases = EdgeCasesMode.NONE)
  void productsAgreeBitForBitAndWithDenseOnes(
      @ForAll @IntRange(max = 40) int rows,
      @ForAll("widths") int k,
      @ForAll("widths") int n,
      @ForAll("densities") double density,
      @ForAll @IntRange(max = 3) int team,
      @ForAll boolean accumulate,
      @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = sparse(random, rows, k, density);
    NonZeros where = everyEntry(x, rows, k);
    float[] w = filled(random, k * n);
    float[] b = filled(random, rows * n);
    float[] y = untouched(rows * n);
    float[] product = y.clone();
    float[] dense = y.clone();
    SCALAR.sparse().product(where, x, w, n, y);
    kernels(team).product(where, x, w, n, product);
    MatrixView<float[]> left = MatrixView.of(x, 0, k);
    MatrixView<float[]> right = MatrixView.of(w, 0, n);
    SCALAR.gemm(rows, n, k, left, right, MatrixView.of(dense, 0, n), false);
    assertArrayEquals(bits(y), bits(product));
    assertEqualValues(dense, y);

    float[] c = filled(random, k * n + MARGIN);
    float[] gradient = c.clone();
    float[] denseGradient = c.clone();
    SCALAR.sparse().transposedProduct(where, x, b, n, c, accumulate);
    kernels(team).transposedProduct(where, x, b, n, gradient, accumulate);
    MatrixView<float[]> denseResult = MatrixView.of(denseGradient, 0, n);
    SCALAR.gemm(k, n, rows, left.transpose(), MatrixView.of(b, 0, n), denseResult, accumulate);
    assertArrayEquals(bits(c), bits(gradient));
    assertEqualValues(denseGradient, c);
  }

  /** Skipping is what is defined: an infinite weight of a pixel without ink does not show. */
  @Property(seed = "74", tries = 100, edgeCases = EdgeCasesMode.NONE)
  void whatMeetsZerosOnlyDoesNotPass(
      @ForAll("widths") int n, @ForAll @IntRange(max = 3) int team, @ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] x = new float[5 * 30];
    x[3 * 30 + 7] = 2;
    NonZeros where = everyEntry(x, 5, 30);
    float[] w = new float[30 * n];
    Arrays.fill(w, Float.NaN);
    for (int j = 0; j < n; j++) {
      w[7 * n + j] = random.nextInt(100);
    }
    float[] y = untouched(5 * n);
    kernels(team).product(where, x, w, n, y);
    for (int i = 0; i < 5 * n; i++) {
      assertEquals(i / n == 3 ? 2 * w[7 * n + i % n] : 0, y[i]);
    }
  }

  /** As a search would fill it, but of any density. */
  private static NonZeros everyEntry(float[] x, int rows, int k) {
    NonZeros where = new NonZeros();
    where.begin(NonZeros.SPARSITY * rows, k);
    where.begin(rows, k);
    int count = 0;
    for (int i = 0; i < rows * k; i++) {
      if (i % k == 0) {
        where.rowStarts()[i / k] = count;
      }
      if (x[i] != 0) {
        where.columnOf()[count++] = i % k;
      }
    }
    Arrays.fill(where.rowStarts(), k == 0 ? 0 : rows, rows + 1, count);
    return where;
  }

  private static float[] untouched(int size) {
    float[] values = new float[size + MARGIN];
    Arrays.fill(values, UNTOUCHED);
    return values;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  /** Up to the sign of a zero. */
  private static void assertEqualValues(float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i] + 0f, actual[i] + 0f, "element " + i);
    }
  }

  private static void assertPrefix(int[] expected, int[] actual, int length) {
    assertArrayEquals(Arrays.copyOf(expected, length), Arrays.copyOf(actual, length));
  }
}
