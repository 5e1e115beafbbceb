package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.Unary;

/**
 * \(\sum_i \log |L_{ii}|\), the logarithm of the absolute determinant of triangular factors L [*,
 * n, n] → [*].
 */
public record LogDeterminant() implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape l = inputs[0];
    if (l.rank() < 2 || l.extent(-1) != l.extent(-2)) {
      throw new ShapeException("logDeterminant: expected [*, n, n], got " + l);
    }
    return l.dropLast(2);
  }

  @Override
  public <A> void forward(Frame<A> f) {
    Kernels<A> k = f.kernels();
    int n = f.shape(0).extent(-1);
    A diagonal = f.scratch(n);
    k.fill(f.value(), 0, f.shape().size(), 0);
    for (int i = 0; i < f.shape().size(); i++) {
      copyDiagonal(k, f.value(0), i, n, diagonal);
      k.unary(Unary.ABS, 0, 0, diagonal, diagonal, 0, n);
      k.unary(Unary.LOG, 0, 0, diagonal, diagonal, 0, n);
      k.sumInto(diagonal, 0, n, f.value(), i);
    }
  }

  private static <A> void copyDiagonal(Kernels<A> k, A l, int matrix, int n, A diagonal) {
    for (int j = 0; j < n; j++) {
      k.copy(l, (matrix * n + j) * n + j, diagonal, j, 1);
    }
  }

  @Override
  public <A> void backward(Frame<A> f) {
    if (!f.wants(0)) {
      return;
    }
    Kernels<A> k = f.kernels();
    int n = f.shape(0).extent(-1);
    A inverse = f.scratch(n);
    for (int i = 0; i < f.shape().size(); i++) {
      copyDiagonal(k, f.value(0), i, n, inverse);
      k.unary(Unary.RECIPROCAL, 0, 0, inverse, inverse, 0, n);
      for (int j = 0; j < n; j++) {
        k.multiplyAdd(f.gradient(), i, 0, inverse, j, 0, f.gradient(0), (i * n + j) * n + j, 1);
      }
    }
  }
}
