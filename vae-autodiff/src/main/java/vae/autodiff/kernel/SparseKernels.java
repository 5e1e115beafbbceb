package vae.autodiff.kernel;

/**
 * Products with a matrix most of whose elements are zeros, such as a minibatch of binarized images:
 * zeros are skipped.
 *
 * <p>Each output element is one chain of fma over the elements of X that are not zero, in the order
 * of their indices, starting from +0 or from the value held. For finite factors that is the dense
 * chain of {@link Kernels#gemm}, up to the sign of a zero; a factor that is infinite or NaN does
 * not pass where it meets a zero.
 */
public interface SparseKernels<A> {

  /**
   * Finds the elements of x that are not zero; −0 is one, NaN is not.
   *
   * <p>A function of x alone, and cheap beside any product: the search ends at the first row behind
   * which more than one in {@value NonZeros#SPARSITY} of all elements are known not to be zero.
   *
   * @param x rows × columns
   * @param found receives the rows; of no use where this returns false
   * @return whether x is sparse: has at most {@link NonZeros#limit} such elements
   */
  boolean find(A x, int rows, int columns, NonZeros found);

  /**
   * Y = X W.
   *
   * @param x [rows, k], the matrix that was searched
   * @param w [k, n]
   * @param y [rows, n]
   */
  void product(NonZeros where, A x, A w, int n, A y);

  /**
   * C = Xᵀ B, or C += Xᵀ B.
   *
   * @param x [rows, k], the matrix that was searched
   * @param b [rows, n]
   * @param c [k, n]
   */
  void transposedProduct(NonZeros where, A x, A b, int n, A c, boolean accumulate);
}
