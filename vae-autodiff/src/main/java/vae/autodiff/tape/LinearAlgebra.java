package vae.autodiff.tape;

import vae.autodiff.array.Shape;
import vae.autodiff.op.Cholesky;
import vae.autodiff.op.LogDeterminant;
import vae.autodiff.op.LowerTriangle;
import vae.autodiff.op.TriangularSolve;

/** Constant matrices and triangular factors: what covariances are made of. */
public final class LinearAlgebra {

  private LinearAlgebra() {}

  /**
   * A constant matrix [n, n] with one number on its diagonal and another beside it; 1 and 0 make
   * the identity.
   */
  public static Tensor diagonal(Tape tape, int n, double on, double beside) {
    double[] elements = new double[n * n];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = i % (n + 1) == 0 ? on : beside;
    }
    return tape.constant(Shape.of(n, n), elements);
  }

  /**
   * The lower triangle [*, n, n] with the given diagonal [*, n] and strictly lower entries [*,
   * n(n−1)/2] in the order of rows; zeros above.
   */
  public static Tensor lowerTriangle(Tensor diagonal, Tensor entries) {
    return diagonal.tape().record(new LowerTriangle(), diagonal, entries);
  }

  /**
   * The factor L with \(A = L L^\top\) of symmetric positive definite A [*, n, n]; only the lower
   * triangle is read, and a matrix that is not positive definite gives NaN.
   */
  public static Tensor cholesky(Tensor a) {
    return a.tape().record(new Cholesky(), a);
  }

  /** L⁻¹ B for lower triangular L [*, n, n] and B [*, n, c]; only the lower triangle is read. */
  public static Tensor solveTriangular(Tensor l, Tensor b) {
    return l.tape().record(new TriangularSolve(false), l, b);
  }

  /** L⁻ᵀ B for lower triangular L [*, n, n] and B [*, n, c]; only the lower triangle is read. */
  public static Tensor solveTriangularTransposed(Tensor l, Tensor b) {
    return l.tape().record(new TriangularSolve(true), l, b);
  }

  /** \(\sum_i \log |L_{ii}|\) for triangular L [*, n, n] → [*]. */
  public static Tensor logDeterminant(Tensor l) {
    return l.tape().record(new LogDeterminant(), l);
  }
}
