package vae.autodiff.kernel;

import java.lang.reflect.Array;

/**
 * A row-major matrix inside an array.
 *
 * @param stride distance of two rows as they are stored; what lies between them is left alone
 */
public record MatrixView<A>(A array, int offset, int stride, boolean transposed) {

  /** The matrix as it is stored. */
  public static <A> MatrixView<A> of(A array, int offset, int stride) {
    return new MatrixView<>(array, offset, stride, false);
  }

  public MatrixView<A> transpose() {
    return new MatrixView<>(array, offset, stride, !transposed);
  }

  /**
   * Checks the arguments of a matrix product C = A B, with A [m, k] and B [k, n].
   *
   * @throws IllegalArgumentException if a size is negative or rows overlap
   * @throws IndexOutOfBoundsException if a matrix does not fit its array
   */
  public static <A> void checkProduct(
      int m, int n, int k, MatrixView<A> a, MatrixView<A> b, MatrixView<A> c) {
    a.check("a", m, k);
    b.check("b", k, n);
    c.check("c", m, n);
  }

  private void check(String name, int rows, int columns) {
    MatrixBounds.check(
        name,
        transposed ? columns : rows,
        transposed ? rows : columns,
        Array.getLength(array),
        offset,
        stride);
  }
}
