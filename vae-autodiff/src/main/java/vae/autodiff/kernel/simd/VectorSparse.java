package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import vae.autodiff.kernel.NonZeros;
import vae.autodiff.kernel.SparseKernels;

/**
 * Products that skip zeros: a block of an output row is held in registers while the rows of the
 * other factor that meet an entry are added to it.
 *
 * <p>Blocks of columns are the outer loop, so that the columns of the dense factor stay in the
 * second cache. Both products are the same loop, over the entries of a row of X or of a column.
 */
record VectorSparse(Split split) implements SparseKernels<float[]> {

  /** The loop over some columns from j of the rows [from, to). */
  @FunctionalInterface
  private interface Block {
    void compute(Product product, int j, int from, int to);
  }

  /**
   * Each block's loop, the widest first.
   *
   * <p>They are called through this array, which hides from C2 which one it is: inlined into one
   * method they would together be beyond the size from which vectors are boxed.
   */
  private static final Block[] BLOCKS = {
    Product::eightVectors, Product::fourVectors, Product::oneVector
  };

  private static final int[] BLOCK_WIDTHS = {8 * WIDTH, 4 * WIDTH, WIDTH};
  private static final Block[] REST = {Product::lastColumns, Product::fewColumns};

  @Override
  public boolean find(float[] x, int rows, int columns, NonZeros found) {
    found.begin(rows, columns);
    int limit = found.limit();
    int[] starts = found.rowStarts();
    int count = 0;
    for (int r = 0; r < rows && count <= limit; r++) {
      starts[r] = count;
      count = findInRow(x, r * columns, columns, found.columnOf(), count);
    }
    starts[rows] = count;
    return count <= limit;
  }

  /** Appends the columns of one row's entries; returns the count behind them. */
  private static int findInRow(float[] x, int row, int columns, int[] columnOf, int count) {
    int whole = Lanes.whole(columns);
    for (int j = 0; j < whole; j += WIDTH) {
      long bits = fromArray(SPECIES, x, row + j).compare(VectorOperators.NE, 0f).toLong();
      while (bits != 0) {
        columnOf[count++] = j + Long.numberOfTrailingZeros(bits);
        bits &= bits - 1;
      }
    }
    for (int j = whole; j < columns; j++) {
      if (x[row + j] != 0) {
        columnOf[count++] = j;
      }
    }
    return count;
  }

  @Override
  public void product(NonZeros where, float[] x, float[] w, int n, float[] y) {
    int[] starts = where.rowStarts();
    Product product = new Product(starts, where.columnOf(), x, where.columns(), 1, w, n, y, false);
    split.entries(starts, where.rows(), n, product::rows);
  }

  @Override
  public void transposedProduct(
      NonZeros where, float[] x, float[] b, int n, float[] c, boolean accumulate) {
    where.turn();
    int[] starts = where.columnStarts();
    Product product =
        new Product(starts, where.rowOf(), x, 1, where.columns(), b, n, c, accumulate);
    split.entries(starts, where.columns(), n, product::rows);
  }

  /**
   * y[i, j] = Σ_e x[i, e] · m[otherOf[e], j] over the entries e of [starts[i], starts[i + 1]).
   *
   * @param stride distance in x between one i and the next
   * @param otherStride distance in x between one otherOf[e] and the next
   * @param accumulate whether sums start from y
   */
  private record Product(
      int[] starts,
      int[] otherOf,
      float[] x,
      int stride,
      int otherStride,
      float[] m,
      int n,
      float[] y,
      boolean accumulate) {

    void rows(int from, int to) {
      if (!accumulate) {
        Arrays.fill(y, from * n, to * n, 0);
      }
      int j = 0;
      for (int b = 0; b < BLOCKS.length; b++) {
        int width = BLOCK_WIDTHS[b];
        for (; j <= n - width; j += width) {
          BLOCKS[b].compute(this, j, from, to);
        }
      }
      if (j < n) {
        REST[n > WIDTH ? 0 : 1].compute(this, j, from, to);
      }
    }

    void eightVectors(int j, int from, int to) {
      for (int i = from; i < to; i++) {
        int out = i * n + j;
        FloatVector sum0 = fromArray(SPECIES, y, out);
        FloatVector sum1 = fromArray(SPECIES, y, out + WIDTH);
        FloatVector sum2 = fromArray(SPECIES, y, out + 2 * WIDTH);
        FloatVector sum3 = fromArray(SPECIES, y, out + 3 * WIDTH);
        FloatVector sum4 = fromArray(SPECIES, y, out + 4 * WIDTH);
        FloatVector sum5 = fromArray(SPECIES, y, out + 5 * WIDTH);
        FloatVector sum6 = fromArray(SPECIES, y, out + 6 * WIDTH);
        FloatVector sum7 = fromArray(SPECIES, y, out + 7 * WIDTH);
        for (int e = starts[i]; e < starts[i + 1]; e++) {
          int other = otherOf[e];
          FloatVector factor = broadcast(SPECIES, x[i * stride + other * otherStride]);
          int at = other * n + j;
          sum0 = factor.fma(fromArray(SPECIES, m, at), sum0);
          sum1 = factor.fma(fromArray(SPECIES, m, at + WIDTH), sum1);
          sum2 = factor.fma(fromArray(SPECIES, m, at + 2 * WIDTH), sum2);
          sum3 = factor.fma(fromArray(SPECIES, m, at + 3 * WIDTH), sum3);
          sum4 = factor.fma(fromArray(SPECIES, m, at + 4 * WIDTH), sum4);
          sum5 = factor.fma(fromArray(SPECIES, m, at + 5 * WIDTH), sum5);
          sum6 = factor.fma(fromArray(SPECIES, m, at + 6 * WIDTH), sum6);
          sum7 = factor.fma(fromArray(SPECIES, m, at + 7 * WIDTH), sum7);
        }
        sum0.intoArray(y, out);
        sum1.intoArray(y, out + WIDTH);
        sum2.intoArray(y, out + 2 * WIDTH);
        sum3.intoArray(y, out + 3 * WIDTH);
        sum4.intoArray(y, out + 4 * WIDTH);
        sum5.intoArray(y, out + 5 * WIDTH);
        sum6.intoArray(y, out + 6 * WIDTH);
        sum7.intoArray(y, out + 7 * WIDTH);
      }
    }

    void fourVectors(int j, int from, int to) {
      for (int i = from; i < to; i++) {
        int out = i * n + j;
        FloatVector sum0 = fromArray(SPECIES, y, out);
        FloatVector sum1 = fromArray(SPECIES, y, out + WIDTH);
        FloatVector sum2 = fromArray(SPECIES, y, out + 2 * WIDTH);
        FloatVector sum3 = fromArray(SPECIES, y, out + 3 * WIDTH);
        for (int e = starts[i]; e < starts[i + 1]; e++) {
          int other = otherOf[e];
          FloatVector factor = broadcast(SPECIES, x[i * stride + other * otherStride]);
          int at = other * n + j;
          sum0 = factor.fma(fromArray(SPECIES, m, at), sum0);
          sum1 = factor.fma(fromArray(SPECIES, m, at + WIDTH), sum1);
          sum2 = factor.fma(fromArray(SPECIES, m, at + 2 * WIDTH), sum2);
          sum3 = factor.fma(fromArray(SPECIES, m, at + 3 * WIDTH), sum3);
        }
        sum0.intoArray(y, out);
        sum1.intoArray(y, out + WIDTH);
        sum2.intoArray(y, out + 2 * WIDTH);
        sum3.intoArray(y, out + 3 * WIDTH);
      }
    }

    void oneVector(int j, int from, int to) {
      for (int i = from; i < to; i++) {
        int out = i * n + j;
        FloatVector sum0 = fromArray(SPECIES, y, out);
        for (int e = starts[i]; e < starts[i + 1]; e++) {
          int other = otherOf[e];
          FloatVector factor = broadcast(SPECIES, x[i * stride + other * otherStride]);
          int at = other * n + j;
          sum0 = factor.fma(fromArray(SPECIES, m, at), sum0);
        }
        sum0.intoArray(y, out);
      }
    }

    /**
     * The columns from j to the end, less than a vector: that which ends there, but for its rest.
     */
    void lastColumns(int j, int from, int to) {
      float[] lanes = Scratch.ofThread().lanes;
      int first = n - WIDTH;
      for (int i = from; i < to; i++) {
        FloatVector sum = fromArray(SPECIES, y, i * n + first);
        for (int e = starts[i]; e < starts[i + 1]; e++) {
          int other = otherOf[e];
          FloatVector factor = broadcast(SPECIES, x[i * stride + other * otherStride]);
          sum = factor.fma(fromArray(SPECIES, m, other * n + first), sum);
        }
        sum.intoArray(lanes, 0);
        System.arraycopy(lanes, j - first, y, i * n + j, n - j);
      }
    }

    /** The columns from the first to the end, one by one. */
    void fewColumns(int first, int from, int to) {
      for (int i = from; i < to; i++) {
        for (int e = starts[i]; e < starts[i + 1]; e++) {
          int other = otherOf[e];
          float factor = x[i * stride + other * otherStride];
          for (int j = first; j < n; j++) {
            y[i * n + j] = Math.fma(factor, m[other * n + j], y[i * n + j]);
          }
        }
      }
    }
  }
}
