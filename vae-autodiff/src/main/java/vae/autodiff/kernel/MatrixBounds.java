package vae.autodiff.kernel;

/** Checks that matrices lie inside the arrays that hold them, before any of them is touched. */
public final class MatrixBounds {

  private MatrixBounds() {}

  /**
   * Checks that a row-major matrix of shape [rows, columns] fits an array.
   *
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
