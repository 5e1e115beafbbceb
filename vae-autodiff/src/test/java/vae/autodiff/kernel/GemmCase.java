package vae.autodiff.kernel;

import java.util.SplittableRandom;

/**
 * A matrix product with its operands inside larger arrays, all of them full of numbers.
 *
 * <p>The cells before, after and between the rows of C hold numbers too: that they stay as they
 * were is part of what a comparison of whole arrays shows.
 */
public final class GemmCase {

  private static final float[] SPECIAL = {
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    0f,
    -0f,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE
  };

  /** The product under test, in the signature that every implementation shares. */
  @FunctionalInterface
  public interface Multiplication<A> {
    void multiply(
        int m, int n, int k, MatrixView<A> a, MatrixView<A> b, MatrixView<A> c, boolean accumulate);
  }

  private final boolean transA;
  private final boolean transB;
  private final boolean accumulate;
  private final int m;
  private final int n;
  private final int k;
  private final int aOffset;
  private final int bOffset;
  private final int cOffset;
  private final int lda;
  private final int ldb;
  private final int ldc;
  private final float[] a;
  private final float[] b;
  private final float[] c;

  /**
   * Draws offsets, strides, the form of the product and its numbers from a seed.
   *
   * @param special share of the numbers that are NaN, infinite, zero of either sign or extreme
   */
  public GemmCase(int m, int n, int k, long seed, double special) {
    SplittableRandom random = new SplittableRandom(seed);
    this.m = m;
    this.n = n;
    this.k = k;
    this.transA = random.nextBoolean();
    this.transB = random.nextBoolean();
    this.accumulate = random.nextBoolean();
    this.aOffset = random.nextInt(20);
    this.bOffset = random.nextInt(20);
    this.cOffset = random.nextInt(20);
    this.lda = (transA ? m : k) + slack(random);
    this.ldb = (transB ? k : n) + slack(random);
    this.ldc = n + slack(random);
    this.a = numbers(random, aOffset + (transA ? k : m) * lda + 20, special);
    this.b = numbers(random, bOffset + (transB ? n : k) * ldb + 20, special);
    this.c = numbers(random, cOffset + m * ldc + 20, special);
  }

  private static int slack(SplittableRandom random) {
    return random.nextBoolean() ? 0 : random.nextInt(20);
  }

  private static float[] numbers(SplittableRandom random, int size, double special) {
    float[] numbers = new float[size];
    for (int i = 0; i < size; i++) {
      numbers[i] =
          random.nextDouble() < special
              ? SPECIAL[random.nextInt(SPECIAL.length)]
              : (float) random.nextDouble(-1, 1) * (1 << random.nextInt(6));
    }
    return numbers;
  }

  /** The bits of the whole array of C after the product, every NaN as one. */
  public int[] bits(Multiplication<float[]> product) {
    float[] result = c.clone();
    multiply(product, a, b, result);
    int[] bits = new int[result.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(result[i]);
    }
    return bits;
  }

  /** The definition, element by element. */
  public int[] expectedBits() {
    return bits(GemmCase::byDefinition);
  }

  private <A> void multiply(Multiplication<A> product, A left, A right, A result) {
    product.multiply(
        m,
        n,
        k,
        new MatrixView<>(left, aOffset, lda, transA),
        new MatrixView<>(right, bOffset, ldb, transB),
        MatrixView.of(result, cOffset, ldc),
        accumulate);
  }

  private static void byDefinition(
      int m,
      int n,
      int k,
      MatrixView<float[]> a,
      MatrixView<float[]> b,
      MatrixView<float[]> c,
      boolean accumulate) {
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        int at = c.offset() + i * c.stride() + j;
        float sum = accumulate ? c.array()[at] : 0;
        for (int p = 0; p < k; p++) {
          sum = Math.fma(element(a, i, p), element(b, p, j), sum);
        }
        c.array()[at] = sum;
      }
    }
  }

  private static float element(MatrixView<float[]> x, int row, int column) {
    int stored = x.transposed() ? column * x.stride() + row : row * x.stride() + column;
    return x.array()[x.offset() + stored];
  }

  /** The same product of the same numbers by an implementation for doubles. */
  public double[] inDoubles(Multiplication<double[]> product) {
    double[] result = widened(c);
    multiply(product, widened(a), widened(b), result);
    return result;
  }

  /** The definition for doubles. */
  public double[] expectedInDoubles() {
    double[] result = widened(c);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = accumulate ? result[cOffset + i * ldc + j] : 0;
        for (int p = 0; p < k; p++) {
          double left = a[aOffset + (transA ? p * lda + i : i * lda + p)];
          double right = b[bOffset + (transB ? j * ldb + p : p * ldb + j)];
          sum = Math.fma(left, right, sum);
        }
        result[cOffset + i * ldc + j] = sum;
      }
    }
    return result;
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  @Override
  public String toString() {
    return "[%d, %d, %d]%s%s%s, strides %d %d %d, offsets %d %d %d"
        .formatted(
            m,
            n,
            k,
            transA ? " A transposed" : "",
            transB ? " B transposed" : "",
            accumulate ? " accumulating" : "",
            lda,
            ldb,
            ldc,
            aOffset,
            bOffset,
            cOffset);
  }
}
