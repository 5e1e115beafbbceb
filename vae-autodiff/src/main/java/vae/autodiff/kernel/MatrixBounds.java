package vae.autodiff.kernel;

/** Checks that matrices lie inside the arrays that hold them, before any of them is touched. */
public final class MatrixBounds {

  private MatrixBounds() {}

  /**
   * Checks the arguments of a matrix product C = op(A)·op(B), C of shape [m, n], op(A) of [m, k].
   *
   * @param transA whether A is stored as [k, m]
   * @param transB whether B is stored as [n, k]
   * @throws IllegalArgumentException if a size is negative or rows overlap
   * @throws IndexOutOfBoundsException if a matrix does not fit its array
   */
  public static void checkProduct(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      int aLength,
      int aOffset,
      int lda,
      int bLength,
      int bOffset,
      int ldb,
      int cLength,
      int cOffset,
      int ldc) {
    check("a", transA ? k : m, transA ? m : k, aLength, aOffset, lda);
    check("b", transB ? n : k, transB ? k : n, bLength, bOffset, ldb);
    check("c", m, n, cLength, cOffset, ldc);
  }

  /**
   * Checks that a row-major matrix of shape [rows, columns] fits an array.
   *
   * @param name the argument's name, for the error
   * @param length length of the array
   * @param offset index of the first element
   * @param stride distance of two rows, at least the number of columns when there are two
   * @throws IllegalArgumentException if a size is negative or rows overlap
   * @throws IndexOutOfBoundsException if the matrix does not fit the array
   */
  public static void check(String name, int rows, int columns, int length, int offset, int stride) {
    if (rows < 0 || columns < 0) {
      throw new IllegalArgumentException(
          name + ": expected sizes of at least 0, got [" + rows + ", " + columns + "]");
    }
    if (rows == 0 || columns == 0) {
      return;
    }
    if (rows > 1 && stride < columns) {
      throw new IllegalArgumentException(
          "%s: expected rows at least %d apart (one row's elements), got a stride of %d"
              .formatted(name, columns, stride));
    }
    long end = offset + (rows - 1L) * stride + columns;
    if (offset < 0 || end > length) {
      throw new IndexOutOfBoundsException(
          ("%s: expected [%d, %d] at offset %d with rows %d apart to end inside the array,"
                  + " got end %d in an array of %d; check the sizes or give a larger array")
              .formatted(name, rows, columns, offset, stride, end, length));
    }
  }
}
