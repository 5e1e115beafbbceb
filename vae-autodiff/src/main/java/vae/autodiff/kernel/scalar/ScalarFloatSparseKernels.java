package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;

import java.util.Arrays;
import vae.autodiff.kernel.NonZeros;
import vae.autodiff.kernel.SparseKernels;

/** Sparse products as plain loops over {@code float[]}: the definition of the bits. */
public final class ScalarFloatSparseKernels implements SparseKernels<float[]> {

  @Override
  public boolean find(float[] x, int rows, int columns, NonZeros found) {
    found.begin(rows, columns);
    int[] starts = found.rowStarts();
    int[] columnOf = found.columnOf();
    int count = 0;
    for (int r = 0; r < rows; r++) {
      starts[r] = count;
      for (int j = 0; j < columns; j++) {
        if (x[r * columns + j] != 0) {
          columnOf[count++] = j;
        }
      }
      if (count > found.limit()) {
        return false;
      }
    }
    starts[rows] = count;
    return true;
  }

  @Override
  public void product(NonZeros where, float[] x, float[] w, int n, float[] y) {
    int k = where.columns();
    int[] starts = where.rowStarts();
    int[] columnOf = where.columnOf();
    for (int r = 0; r < where.rows(); r++) {
      Arrays.fill(y, r * n, (r + 1) * n, 0);
      for (int e = starts[r]; e < starts[r + 1]; e++) {
        float factor = x[r * k + columnOf[e]];
        for (int j = 0; j < n; j++) {
          y[r * n + j] = fma(factor, w[columnOf[e] * n + j], y[r * n + j]);
        }
      }
    }
  }

  @Override
  public void transposedProduct(
      NonZeros where, float[] x, float[] b, int n, float[] c, boolean accumulate) {
    int k = where.columns();
    int[] starts = where.rowStarts();
    int[] columnOf = where.columnOf();
    if (!accumulate) {
      Arrays.fill(c, 0, k * n, 0);
    }
    for (int r = 0; r < where.rows(); r++) {
      for (int e = starts[r]; e < starts[r + 1]; e++) {
        float factor = x[r * k + columnOf[e]];
        for (int j = 0; j < n; j++) {
          int at = columnOf[e] * n + j;
          c[at] = fma(factor, b[r * n + j], c[at]);
        }
      }
    }
  }
}
