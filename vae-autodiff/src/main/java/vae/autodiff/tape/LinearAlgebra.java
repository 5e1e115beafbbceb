package vae.autodiff.tape;

import vae.autodiff.op.LogDeterminant;
import vae.autodiff.op.TriangularSolve;

/** Triangular factors: what covariances are made of. */
public final class LinearAlgebra {

  private LinearAlgebra() {}

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
