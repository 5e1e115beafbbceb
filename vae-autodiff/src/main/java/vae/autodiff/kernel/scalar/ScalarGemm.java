package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;

import java.util.Arrays;
import vae.autodiff.kernel.MatrixBounds;

/**
 * Matrix products by plain loops: the definition of their bits.
 *
 * <p>Every element of C is one chain over k in order,
 *
 * <p>\[ s_0 = 0 \text{ or } c_{ij}, \qquad s_{p+1} = \mathrm{fma}(a_{ip}, b_{pj}, s_p), \qquad
 * c_{ij} \leftarrow s_k, \]
 *
 * <p>each step rounded once. The order of the loops is a matter of speed only: along rows of B
 * where B is stored by k, four chains side by side where it is stored by n.
 */
public final class ScalarGemm {

  private ScalarGemm() {}

  /**
   * Multiplies matrices of floats: \[ C \leftarrow \mathrm{op}(A)\,\mathrm{op}(B) \] or, to
   * accumulate, \[ C \leftarrow C + \mathrm{op}(A)\,\mathrm{op}(B). \]
   *
   * @param transA false: a is [m, k]; true: a is [k, m] and op(A) its transpose
   * @param transB false: b is [k, n]; true: b is [n, k] and op(B) its transpose
   * @param aOffset index of the first element of A
   * @param lda distance of two rows of A in the array
   * @param bOffset index of the first element of B
   * @param ldb distance of two rows of B
   * @param c [m, n]; shares no element with a or b
   * @param cOffset index of the first element of C
   * @param ldc distance of two rows of C; what lies between them is left alone
   * @param accumulate whether the chains start from c rather than from zero
   * @throws IllegalArgumentException if a size is negative or rows overlap
   * @throws IndexOutOfBoundsException if a matrix does not fit its array
   */
  public static void multiply(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int lda,
      float[] b,
      int bOffset,
      int ldb,
      float[] c,
      int cOffset,
      int ldc,
      boolean accumulate) {
    MatrixBounds.checkProduct(
        transA, transB, m, n, k, a.length, aOffset, lda, b.length, bOffset, ldb, c.length, cOffset,
        ldc);
    int aRow = transA ? 1 : lda;
    int aColumn = transA ? lda : 1;
    for (int i = 0; i < m; i++) {
      int to = cOffset + i * ldc;
      if (!accumulate) {
        Arrays.fill(c, to, to + n, 0);
      }
      if (transB) {
        rowByDots(n, k, a, aOffset + i * aRow, aColumn, b, bOffset, ldb, c, to);
      } else {
        rowByRows(n, k, a, aOffset + i * aRow, aColumn, b, bOffset, ldb, c, to);
      }
    }
  }

  /** Adds k rows of B, each times one element of A, to a row of C. */
  private static void rowByRows(
      int n,
      int k,
      float[] a,
      int from,
      int step,
      float[] b,
      int bOffset,
      int ldb,
      float[] c,
      int to) {
    for (int p = 0; p < k; p++) {
      float factor = a[from + p * step];
      int row = bOffset + p * ldb;
      for (int j = 0; j < n; j++) {
        c[to + j] = fma(factor, b[row + j], c[to + j]);
      }
    }
  }

  /** Adds the inner products of a row of op(A) with n rows of B to a row of C, four at a time. */
  private static void rowByDots(
      int n,
      int k,
      float[] a,
      int from,
      int step,
      float[] b,
      int bOffset,
      int ldb,
      float[] c,
      int to) {
    int j = 0;
    for (; j + 4 <= n; j += 4) {
      int row = bOffset + j * ldb;
      float c0 = c[to + j];
      float c1 = c[to + j + 1];
      float c2 = c[to + j + 2];
      float c3 = c[to + j + 3];
      for (int p = 0; p < k; p++) {
        float factor = a[from + p * step];
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
      int row = bOffset + j * ldb;
      float sum = c[to + j];
      for (int p = 0; p < k; p++) {
        sum = fma(a[from + p * step], b[row + p], sum);
      }
      c[to + j] = sum;
    }
  }

  /**
   * Multiplies matrices of doubles: \[ C \leftarrow \mathrm{op}(A)\,\mathrm{op}(B) \] or, to
   * accumulate, \[ C \leftarrow C + \mathrm{op}(A)\,\mathrm{op}(B). \]
   *
   * @param transA false: a is [m, k]; true: a is [k, m] and op(A) its transpose
   * @param transB false: b is [k, n]; true: b is [n, k] and op(B) its transpose
   * @param aOffset index of the first element of A
   * @param lda distance of two rows of A in the array
   * @param bOffset index of the first element of B
   * @param ldb distance of two rows of B
   * @param c [m, n]; shares no element with a or b
   * @param cOffset index of the first element of C
   * @param ldc distance of two rows of C; what lies between them is left alone
   * @param accumulate whether the chains start from c rather than from zero
   * @throws IllegalArgumentException if a size is negative or rows overlap
   * @throws IndexOutOfBoundsException if a matrix does not fit its array
   */
  public static void multiply(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      double[] a,
      int aOffset,
      int lda,
      double[] b,
      int bOffset,
      int ldb,
      double[] c,
      int cOffset,
      int ldc,
      boolean accumulate) {
    MatrixBounds.checkProduct(
        transA, transB, m, n, k, a.length, aOffset, lda, b.length, bOffset, ldb, c.length, cOffset,
        ldc);
    int aRow = transA ? 1 : lda;
    int aColumn = transA ? lda : 1;
    for (int i = 0; i < m; i++) {
      int to = cOffset + i * ldc;
      if (!accumulate) {
        Arrays.fill(c, to, to + n, 0);
      }
      if (transB) {
        rowByDots(n, k, a, aOffset + i * aRow, aColumn, b, bOffset, ldb, c, to);
      } else {
        rowByRows(n, k, a, aOffset + i * aRow, aColumn, b, bOffset, ldb, c, to);
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
      double[] b,
      int bOffset,
      int ldb,
      double[] c,
      int to) {
    for (int p = 0; p < k; p++) {
      double factor = a[from + p * step];
      int row = bOffset + p * ldb;
      for (int j = 0; j < n; j++) {
        c[to + j] = fma(factor, b[row + j], c[to + j]);
      }
    }
  }

  /** Adds the inner products of a row of op(A) with n rows of B to a row of C, four at a time. */
  private static void rowByDots(
      int n,
      int k,
      double[] a,
      int from,
      int step,
      double[] b,
      int bOffset,
      int ldb,
      double[] c,
      int to) {
    int j = 0;
    for (; j + 4 <= n; j += 4) {
      int row = bOffset + j * ldb;
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
      int row = bOffset + j * ldb;
      double sum = c[to + j];
      for (int p = 0; p < k; p++) {
        sum = fma(a[from + p * step], b[row + p], sum);
      }
      c[to + j] = sum;
    }
  }
}
