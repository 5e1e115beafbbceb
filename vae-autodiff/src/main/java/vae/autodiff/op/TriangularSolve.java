package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.MatrixView;
import vae.autodiff.kernel.Unary;

/**
 * X = op(L)⁻¹ B for lower triangular factors L [*, n, n] and B [*, n, c].
 *
 * <p>Only the lower triangle of L is read and only it has a gradient. With X = L⁻¹B: dB = L⁻ᵀ dX
 * and dL = −tril(dB Xᵀ); with X = L⁻ᵀB: dB = L⁻¹ dX and dL = −tril(X dBᵀ).
 *
 * @param transpose solve with Lᵀ
 */
public record TriangularSolve(boolean transpose) implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape l = inputs[0];
    Shape b = inputs[1];
    boolean fits =
        l.rank() >= 2
            && l.rank() == b.rank()
            && l.extent(-1) == l.extent(-2)
            && l.extent(-1) == b.extent(-2)
            && l.dropLast(2).equals(b.dropLast(2));
    if (!fits) {
      throw new ShapeException(
          "triangularSolve: expected L [*, n, n] and B [*, n, c], got %s and %s".formatted(l, b));
    }
    return b;
  }

  @Override
  public <A> void forward(Frame<A> f) {
    int n = f.shape().extent(-2);
    int columns = f.shape().extent(-1);
    f.kernels().copy(f.value(1), 0, f.value(), 0, f.shape().size());
    for (int i = 0; i < f.shape().dropLast(2).size(); i++) {
      f.kernels()
          .triangularSolve(
              transpose, n, columns, f.value(0), i * n * n, f.value(), i * n * columns);
    }
  }

  @Override
  public <A> void backward(Frame<A> f) {
    Kernels<A> k = f.kernels();
    int n = f.shape().extent(-2);
    int columns = f.shape().extent(-1);
    int size = n * columns;
    A dB = f.scratch(size);
    A product = f.scratch(n * n);
    for (int i = 0; i < f.shape().dropLast(2).size(); i++) {
      k.copy(f.gradient(), i * size, dB, 0, size);
      k.triangularSolve(!transpose, n, columns, f.value(0), i * n * n, dB, 0);
      if (f.wants(1)) {
        k.accumulate(dB, 0, f.gradient(1), i * size, size);
      }
      if (f.wants(0)) {
        MatrixView<A> x = MatrixView.of(f.value(), i * size, columns);
        MatrixView<A> dx = MatrixView.of(dB, 0, columns);
        MatrixView<A> left = transpose ? x : dx;
        MatrixView<A> right = transpose ? dx : x;
        k.gemm(n, n, columns, left, right.transpose(), MatrixView.of(product, 0, n), false);
        k.unary(Unary.AFFINE, -1, -0.0, product, product, 0, n * n);
        for (int row = 0; row < n; row++) {
          k.accumulate(product, row * n, f.gradient(0), (i * n + row) * n, row + 1);
        }
      }
    }
  }
}
