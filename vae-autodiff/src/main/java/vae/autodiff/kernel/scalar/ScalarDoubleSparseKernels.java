package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;

import java.util.Arrays;
import vae.autodiff.kernel.NonZeros;
import vae.autodiff.kernel.SparseKernels;

/** Sparse products as plain loops over {@code double[]}: the definition of the bits. */
public final class ScalarDoubleSparseKernels implements SparseKernels<double[]> {

  @Override
  public boolean find(double[] x, int rows, int columns, NonZeros found) {
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
  public void product(NonZeros where, double[] x, double[] w, int n, double[] y) {
    int k = where.columns();
    int[] starts = where.rowStarts();
    int[] columnOf = where.columnOf();
    for (int r = 0; r < where.rows(); r++) {
      Arrays.fill(y, r * n, (r + 1) * n, 0);
      for (int e = starts[r]; e < starts[r + 1]; e++) {
        double factor = x[r * k + columnOf[e]];
        for (int j = 0; j < n; j++) {
          y[r * n + j] = fma(factor, w[columnOf[e] * n + j], y[r * n + j]);
        }
      }
    }
  }

  @Override
  public void transposedProduct(
      NonZeros where, double[] x, double[] b, int n, double[] c, boolean accumulate) {
    int k = where.columns();
    int[] starts = where.rowStarts();
    int[] columnOf = where.columnOf();
    if (!accumulate) {
      Arrays.fill(c, 0, k * n, 0);
    }
    for (int r = 0; r < where.rows(); r++) {
      for (int e = starts[r]; e < starts[r + 1]; e++) {
        double factor = x[r * k + columnOf[e]];
        for (int j = 0; j < n; j++) {
          int at = columnOf[e] * n + j;
          c[at] = fma(factor, b[r * n + j], c[at]);
        }
      }
    }
  }
}
