package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;

import java.util.Arrays;
import vae.autodiff.kernel.MatrixView;

/**
 * Products of matrices of doubles by plain loops: the definition of their bits.
 *
 * <p>Every element of C is one chain over k in order,
 *
 * <p>\[ s_0 = 0 \text{ or } c_{ij}, \qquad s_{p+1} = \mathrm{fma}(a_{ip}, b_{pj}, s_p), \qquad
 * c_{ij} \leftarrow s_k, \]
 *
 * <p>each step rounded once. The order of the loops is a matter of speed only: along rows of B
 * where B is stored by k, four chains side by side where it is stored by n.
 */
final class ScalarDoubleGemm {

  private ScalarDoubleGemm() {}

  static void multiply(
      int m,
      int n,
      int k,
      MatrixView<double[]> a,
      MatrixView<double[]> b,
      MatrixView<double[]> c,
      boolean accumulate) {
    MatrixView.checkProduct(m, n, k, a, b, c);
    for (int i = 0; i < m; i++) {
      int to = c.offset() + i * c.stride();
      if (!accumulate) {
        Arrays.fill(c.array(), to, to + n, 0);
      }
      int from = a.offset() + i * (a.transposed() ? 1 : a.stride());
      int step = a.transposed() ? a.stride() : 1;
      if (b.transposed()) {
        rowByDots(n, k, a.array(), from, step, b, c.array(), to);
      } else {
        rowByRows(n, k, a.array(), from, step, b, c.array(), to);
      }
    }
  }

  /** Adds k rows of B, each times one element of A, to a row of C. */
  private static void rowByRows(
      int n,
      int k,
      double[] a,
      int from,
      int step,
      MatrixView<double[]> right,
      double[] c,
      int to) {
    double[] b = right.array();
    for (int p = 0; p < k; p++) {
      double factor = a[from + p * step];
      int row = right.offset() + p * right.stride();
      for (int j = 0; j < n; j++) {
        c[to + j] = fma(factor, b[row + j], c[to + j]);
      }
    }
  }

  /** Adds the inner products of a row of A with n rows of Bᵀ to a row of C, four at a time. */
  private static void rowByDots(
      int n,
      int k,
      double[] a,
      int from,
      int step,
      MatrixView<double[]> right,
      double[] c,
      int to) {
    double[] b = right.array();
    int ldb = right.stride();
    int j = 0;
    for (; j + 4 <= n; j += 4) {
      int row = right.offset() + j * ldb;
      double c0 = c[to + j];
      double c1 = c[to + j + 1];
      double c2 = c[to + j + 2];
      double c3 = c[to + j + 3];
      for (int p = 0; p < k; p++) {
        double factor = a[from + p * step];
        c0 = fma(factor, b[row + p], c0);
        c1 = fma(factor, b[row + ldb + p], c1);
        c2 = fma(factor, b[row + 2 * ldb + p], c2);
        c3 = fma(factor, b[row + 3 * ldb + p], c3);
      }
      c[to + j] = c0;
      c[to + j + 1] = c1;
      c[to + j + 2] = c2;
      c[to + j + 3] = c3;
    }
    for (; j < n; j++) {
      int row = right.offset() + j * ldb;
      double sum = c[to + j];
      for (int p = 0; p < k; p++) {
        sum = fma(a[from + p * step], b[row + p], sum);
      }
      c[to + j] = sum;
    }
  }
}
