package vae.autodiff.kernel;

import java.lang.reflect.Array;

/**
 * A row-major matrix inside an array.
 *
 * @param array holds the elements
 * @param offset index of the first element
 * @param stride distance of two rows as they are stored; what lies between them is left alone
 * @param transposed whether the matrix is the transpose of what is stored
 * @param <A> {@code float[]} or {@code double[]}
 */
public record MatrixView<A>(A array, int offset, int stride, boolean transposed) {

  /** The matrix as it is stored. */
  public static <A> MatrixView<A> of(A array, int offset, int stride) {
    return new MatrixView<>(array, offset, stride, false);
  }

  /** The transpose, of the same elements. */
  public MatrixView<A> transpose() {
    return new MatrixView<>(array, offset, stride, !transposed);
  }

  /**
   * Checks that a matrix of [rows, columns] lies inside the array.
   *
   * @param name the argument's name, for the error
   * @throws IllegalArgumentException if a size is negative or rows overlap
   * @throws IndexOutOfBoundsException if the matrix does not fit the array
   */
  void check(String name, int rows, int columns) {
    MatrixBounds.check(
        name,
        transposed ? columns : rows,
        transposed ? rows : columns,
        Array.getLength(array),
        offset,
        stride);
  }
}
