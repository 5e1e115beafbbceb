package vae.autodiff.kernel;

/**
 * Sums along the rows of an array [rows, columns], and what their gradients are made of.
 *
 * <p>A second operand of fewer rows is repeated: row r meets row r mod n of it. Sums use logical
 * lanes as in {@link Kernels}.
 */
public interface RowKernels<A> {

  /**
   * y[r] = Σ_j x[r mod xRows, j] · logits[r, j] − softplus(logits[r, j]): the log-probability of
   * independent Bernoulli variables; a lane sum in which each element takes softplus from its lane
   * and then adds the product by fma.
   *
   * @param residual receives x − sigmoid(logits), by which the gradient is dy[r] times each; null
   *     where none is wanted. Both functions rest on one exponential, so that value and gradient
   *     together cost little more than one of them.
   */
  void bernoulliLogits(A logits, A x, int rows, int xRows, int columns, A y, A residual);

  /** y[r] = Σ_j (a[r, j] − b[r mod bRows, j])²; a lane sum of fma. */
  void squaredDistance(A a, A b, int rows, int bRows, int columns, A y);

  /** da[r, j] += dy[r] · 2 (a[r, j] − b[r mod bRows, j]). */
  void squaredDistanceGradient(A a, A b, A dy, int rows, int bRows, int columns, A da);

  /**
   * y[r, j] = fma(factor[r], x[r, j], y[r, j]).
   *
   * @param negative takes −factor[r] instead
   */
  void addScaled(A factor, boolean negative, A x, int rows, int columns, A y);
}
