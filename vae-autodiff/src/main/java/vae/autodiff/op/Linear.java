package vae.autodiff.op;

import java.util.Arrays;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.MatrixView;
import vae.autodiff.kernel.NonZeros;

/**
 * y = f(x W + b), fused: x [*, k], W [k, n], b [n] → y [*, n].
 *
 * <p>Inputs in the order x, W, b; b may be left out. Where x is sparse data, its zeros are skipped.
 */
public record Linear(Activation activation) implements Op {

  public Linear {
    activation.requireGradientFromValue();
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    Shape x = inputs[0];
    Shape w = inputs[1];
    boolean fits = x.rank() >= 1 && w.rank() == 2 && x.extent(-1) == w.extent(0);
    if (!fits || inputs.length > 2 && !inputs[2].equals(Shape.of(w.extent(1)))) {
      throw new ShapeException(
          "linear: expected x [*, k], W [k, n], b [n], got " + Arrays.toString(inputs));
    }
    return x.withExtent(-1, w.extent(1));
  }

  @Override
  public <A> void forward(Frame<A> f) {
    int k = f.shape(1).extent(0);
    int n = f.shape(1).extent(1);
    A bias = f.inputs() > 2 ? f.value(2) : null;
    NonZeros sparse = nonZeros(f, n);
    if (sparse == null) {
      f.kernels().layer(activation, rows(f), n, k, f.value(0), f.value(1), bias, f.value());
      return;
    }
    f.kernels().sparse().product(sparse, f.value(0), f.value(1), n, f.value());
    if (bias != null || activation != Activation.IDENTITY) {
      f.kernels().biasActivation(activation, bias, f.value(), rows(f), n);
    }
  }

  @Override
  public <A> void backward(Frame<A> f) {
    Kernels<A> kernels = f.kernels();
    int k = f.shape(1).extent(0);
    int n = f.shape(1).extent(1);
    int rows = rows(f);
    A dPre = beforeActivation(f, rows, n);
    if (f.wants(0)) {
      A fresh = f.freshGradient(0);
      A dx = fresh == null ? f.gradient(0) : fresh;
      MatrixView<A> w = MatrixView.of(f.value(1), 0, n);
      MatrixView<A> dy = MatrixView.of(dPre, 0, n);
      kernels.gemm(rows, k, n, dy, w.transpose(), MatrixView.of(dx, 0, k), fresh == null);
    }
    if (f.wants(1)) {
      A fresh = f.freshGradient(1);
      A dw = fresh == null ? f.gradient(1) : fresh;
      boolean add = fresh == null;
      NonZeros sparse = nonZeros(f, n);
      if (sparse == null) {
        MatrixView<A> x = MatrixView.of(f.value(0), 0, k);
        MatrixView<A> dy = MatrixView.of(dPre, 0, n);
        kernels.gemm(k, n, rows, x.transpose(), dy, MatrixView.of(dw, 0, n), add);
      } else {
        kernels.sparse().transposedProduct(sparse, f.value(0), dPre, n, dw, add);
      }
    }
  }

  private static int rows(Frame<?> f) {
    return f.shape().dropLast(1).size();
  }

  /** The gradient by x W + b; adds that by b on the way. */
  private <A> A beforeActivation(Frame<A> f, int rows, int n) {
    Kernels<A> kernels = f.kernels();
    boolean biased = f.inputs() > 2 && f.wants(2);
    if (activation == Activation.IDENTITY) {
      if (biased) {
        kernels.sumColumns(f.gradient(), rows, n, f.gradient(2));
      }
      return f.gradient();
    }
    A dPre = f.scratch(rows * n);
    if (biased) {
      kernels.layerGradient(activation, f.value(), f.gradient(), rows, n, dPre, f.gradient(2));
    } else {
      kernels.activationGradient(activation, f.value(), f.gradient(), dPre, rows * n);
    }
    return dPre;
  }

  /**
   * Null where the product is to be dense: also where y is so narrow that skipping gains nothing.
   */
  private static NonZeros nonZeros(Frame<?> f, int n) {
    return n < Kernels.LANES ? null : f.nonZeros(0);
  }
}
