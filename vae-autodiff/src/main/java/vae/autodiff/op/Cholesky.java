package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.MatrixView;
import vae.autodiff.kernel.Unary;

/**
 * The lower factor L of symmetric positive definite matrices, \(A = L L^\top\): [*, n, n] → [*, n,
 * n].
 *
 * <p>Only the lower triangle of A is read and only it has a gradient. With Φ the lower triangle
 * with its diagonal halved,
 *
 * <p>\[ \bar A = \Phi(S + S^\top), \qquad S = L^{-\top} \Phi(L^\top \bar L) L^{-1} \]
 *
 * <p>so that an element below the diagonal stands for itself and its mirror image. A matrix that is
 * not positive definite gives NaN.
 *
 * <p>Source: Murray (2016), Differentiation of the Cholesky decomposition.
 */
public record Cholesky() implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape a = inputs[0];
    if (a.rank() < 2 || a.extent(-1) != a.extent(-2)) {
      throw new ShapeException("cholesky: expected [*, n, n], got " + a);
    }
    return a;
  }

  @Override
  public <A> void forward(Frame<A> f) {
    int n = f.shape().extent(-1);
    f.kernels().copy(f.value(0), 0, f.value(), 0, f.shape().size());
    for (int i = 0; i < f.shape().dropLast(2).size(); i++) {
      f.kernels().cholesky(n, f.value(), i * n * n);
    }
  }

  @Override
  public <A> void backward(Frame<A> f) {
    if (!f.wants(0)) {
      return;
    }
    Kernels<A> k = f.kernels();
    int n = f.shape().extent(-1);
    A s = f.scratch(n * n);
    A transposed = f.scratch(n * n);
    for (int i = 0; i < f.shape().dropLast(2).size(); i++) {
      int at = i * n * n;
      MatrixView<A> l = MatrixView.of(f.value(), at, n);
      MatrixView<A> dl = MatrixView.of(f.gradient(), at, n);
      k.gemm(n, n, n, l.transpose(), dl, MatrixView.of(s, 0, n), false);
      halveDiagonalAndClearAbove(k, s, n);
      k.triangularSolve(true, n, n, f.value(), at, s, 0);
      k.transpose(s, 0, n, n, transposed, 0);
      k.triangularSolve(true, n, n, f.value(), at, transposed, 0);
      k.transpose(transposed, 0, n, n, s, 0);
      for (int row = 0; row < n; row++) {
        k.accumulate(s, row * n, f.gradient(0), at + row * n, row + 1);
        k.accumulate(transposed, row * n, f.gradient(0), at + row * n, row);
      }
    }
  }

  /** Φ in place. */
  private static <A> void halveDiagonalAndClearAbove(Kernels<A> k, A matrix, int n) {
    for (int row = 0; row < n; row++) {
      int diagonal = row * n + row;
      k.unary(Unary.AFFINE, 0.5, -0.0, matrix, matrix, diagonal, diagonal + 1);
      k.fill(matrix, diagonal + 1, n - 1 - row, 0);
    }
  }
}
