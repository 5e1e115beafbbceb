package vae.autodiff.op;

import java.util.Arrays;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.NonZeros;

/**
 * y = f(x W + b), fused: x [*, k], W [k, n], b [n] → y [*, n].
 *
 * <p>Inputs in the order x, W, b; b may be left out. Where x is sparse data, its zeros are skipped.
 */
public record Linear(Activation activation) implements Op {

  @Override
  public String name() {
    return "linear";
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
    int rows = n == 0 ? 0 : f.shape().size() / n;
    NonZeros sparse = nonZeros(f, n);
    if (sparse != null) {
      f.kernels().sparse().product(sparse, f.value(0), f.value(1), n, f.value());
    } else {
      f.kernels()
          .gemm(
              false, false, rows, n, k, f.value(0), 0, k, f.value(1), 0, n, f.value(), 0, n, false);
    }
    if (f.inputs() > 2 || activation != Activation.IDENTITY) {
      f.kernels()
          .biasActivation(activation, f.inputs() > 2 ? f.value(2) : null, f.value(), rows, n);
    }
  }

  @Override
  public <A> void backward(Frame<A> f) {
    Kernels<A> kernels = f.kernels();
    int k = f.shape(1).extent(0);
    int n = f.shape(1).extent(1);
    int rows = n == 0 ? 0 : f.shape().size() / n;
    A dPre = f.gradient();
    if (activation != Activation.IDENTITY) {
      dPre = f.scratch(rows * n);
      kernels.activationGradient(activation, f.value(), f.gradient(), dPre, rows * n);
    }
    if (f.wants(0)) {
      kernels.gemm(
          false, true, rows, k, n, dPre, 0, n, f.value(1), 0, n, f.gradient(0), 0, k, true);
    }
    NonZeros sparse = nonZeros(f, n);
    if (f.wants(1) && sparse != null) {
      kernels.sparse().transposedProduct(sparse, f.value(0), dPre, n, f.gradient(1), true);
    } else if (f.wants(1)) {
      kernels.gemm(
          true, false, k, n, rows, f.value(0), 0, k, dPre, 0, n, f.gradient(1), 0, n, true);
    }
    if (f.inputs() > 2 && f.wants(2)) {
      kernels.sumColumns(dPre, rows, n, f.gradient(2));
    }
  }

  /**
   * Null where the product is to be dense: also where y is so narrow that skipping gains nothing.
   */
  private static NonZeros nonZeros(Frame<?> f, int n) {
    return n < Kernels.LANES ? null : f.nonZeros(0);
  }
}
