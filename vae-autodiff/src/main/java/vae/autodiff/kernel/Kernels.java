package vae.autodiff.kernel;

/**
 * The arithmetic on raw arrays: every number that the framework computes comes from here.
 *
 * <p>A provider may tile, vectorise and use threads as it likes, but each output element is defined
 * by one fixed sequence of IEEE operations, so that all providers give the same bits. Sums over
 * contiguous elements use {@value #LANES} logical lanes: lane l adds up the elements l, l+16, l+32,
 * … in order, starting from +0, and the lanes are added as a tree (l and l+8, l and l+4, l and l+2,
 * l and l+1). The definition is the scalar provider.
 *
 * <p>Arrays are row-major and dense; {@code …Offset} counts elements. Methods do not check their
 * arguments beyond Java's own bounds checks: shapes are checked where operations are recorded. A
 * provider for an accelerator would implement this interface with device buffers as {@code A}.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface Kernels<A> {

  /** Logical lanes of a sum, whatever the hardware has. */
  int LANES = 16;

  A allocate(int n);

  void fill(A y, int yOffset, int n, double value);

  void copy(A x, int xOffset, A y, int yOffset, int n);

  double get(A x, int index);

  /** Sets the element, rounding to the element type. */
  void set(A x, int index, double value);

  /** y[i] = f(x[i]) for i in [from, to). */
  void unary(Unary f, double a, double b, A x, A y, int from, int to);

  /**
   * dx[i] += dy[i] · f′(x[i]) for i in [from, to), by one fma.
   *
   * @param y the values f(x)
   */
  void unaryGradient(Unary f, double a, double b, A x, A y, A dy, A dx, int from, int to);

  /** y[i] = f(a[i], b[i]) over n elements; an operand with stride 0 is one repeated element. */
  void binary(
      Binary f,
      A a,
      int aOffset,
      int aStride,
      A b,
      int bOffset,
      int bStride,
      A y,
      int yOffset,
      int n);

  /** y[i] = fma(a[i], b[i], y[i]) over n elements; an operand with stride 0 is one element. */
  void multiplyAdd(
      A a, int aOffset, int aStride, A b, int bOffset, int bStride, A y, int yOffset, int n);

  /** y[i] += x[i] over n elements. */
  void accumulate(A x, int xOffset, A y, int yOffset, int n);

  /** y[yOffset] += the lane sum of n contiguous elements of x. */
  void sumInto(A x, int xOffset, int n, A y, int yOffset);

  /** y[j] += x[0, j] + x[1, j] + …, in the order of rows; x is rows × columns. */
  void sumColumns(A x, int rows, int columns, A y);

  /**
   * log Σ exp over the middle axis of x seen as outer × count × inner: the maximum is subtracted,
   * the exponentials are added in order. A slice of −∞ alone gives −∞.
   *
   * @param y outer × inner
   */
  void logSumExp(A x, int outer, int count, int inner, A y);

  /** dx += dy · exp(x − y): the gradient of {@link #logSumExp}. */
  void logSumExpGradient(A x, A y, A dy, int outer, int count, int inner, A dx);

  /**
   * C = A B, or C += A B: each element is one chain of fma over k, in order, starting from 0 or
   * from C.
   *
   * @param a [m, k]
   * @param b [k, n]
   * @param c [m, n], not transposed; shares no element with a or b
   */
  void gemm(
      int m, int n, int k, MatrixView<A> a, MatrixView<A> b, MatrixView<A> c, boolean accumulate);

  /** y = f(y + bias) in place, bias added to each of the rows; {@code bias} null adds nothing. */
  void biasActivation(Activation f, A bias, A y, int rows, int columns);

  /**
   * y = f(x W + bias), a layer in one pass: the bits of {@link #gemm} without transposition and
   * {@link #biasActivation} after it.
   *
   * @param n columns of W and y
   * @param k columns of x, rows of W
   * @param bias null adds nothing
   */
  default void layer(Activation f, int rows, int n, int k, A x, A w, A bias, A y) {
    gemm(rows, n, k, MatrixView.of(x, 0, k), MatrixView.of(w, 0, n), MatrixView.of(y, 0, n), false);
    biasActivation(f, bias, y, rows, n);
  }

  /**
   * The way back through a layer's activation and bias in one pass: dPre = dy · f′ as by {@link
   * #activationGradient}, and dBias += the sums of its columns as by {@link #sumColumns}.
   */
  default void layerGradient(Activation f, A y, A dy, int rows, int columns, A dPre, A dBias) {
    activationGradient(f, y, dy, dPre, rows * columns);
    sumColumns(dPre, rows, columns, dBias);
  }

  /**
   * dx[i] = dy[i] · f′, with f′ from the activation's value y[i]; n elements.
   *
   * @param f one with {@link Activation#hasGradientFromValue}
   */
  void activationGradient(Activation f, A y, A dy, A dx, int n);

  /**
   * Solves op(L) X = B in place for a lower triangular L.
   *
   * @param transpose solve with Lᵀ
   * @param n rows of L and of B
   * @param columns columns of B
   */
  void triangularSolve(boolean transpose, int n, int columns, A l, int lOffset, A b, int bOffset);

  /**
   * Replaces a symmetric positive definite n × n matrix by its lower Cholesky factor.
   *
   * <p>Only the lower triangle is read; zeros are written above. Row by row, each element is one
   * chain of fma over the columns before it, in order; a pivot that is not above 0 gives NaN there
   * and in everything that depends on it.
   */
  void cholesky(int n, A a, int offset);

  /** out = inᵀ; {@code in} is rows × columns. */
  void transpose(A in, int inOffset, int rows, int columns, A out, int outOffset);

  KernelFamilies<A> families();

  default RowKernels<A> rows() {
    return families().rows();
  }

  default GaussianKernels<A> gaussian() {
    return families().gaussian();
  }

  default OptimizerKernels<A> optimizers() {
    return families().optimizers();
  }

  default SparseKernels<A> sparse() {
    return families().sparse();
  }

  default NoiseKernels<A> noise() {
    return families().noise();
  }

  default NormalizationKernels<A> normalization() {
    return families().normalization();
  }

  default ConvolutionKernels<A> convolution() {
    return families().convolution();
  }

  default FingerprintKernels<A> fingerprints() {
    return families().fingerprints();
  }
}
