package vae.autodiff.op;

import java.util.Arrays;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;

/**
 * Draws z = μ + σ ε of a Gaussian with diagonal covariance, σ = exp(log σ).
 *
 * <p>Inputs: μ and log σ [*B, m], noise ε [S, *B, m], a constant; output z [S, *B, m].
 */
public record GaussianDraw() implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    if (!inputs[0].equals(inputs[1]) || !follows(inputs[2], inputs[0])) {
      throw new ShapeException(
          "gaussianDraw: expected mean and log deviation [*B, m], noise [S, *B, m], got "
              + Arrays.toString(inputs));
    }
    return inputs[2];
  }

  /** Whether the draws are [S, *B, m] of distributions [*B, m]. */
  static boolean follows(Shape draws, Shape parameters) {
    boolean follows = draws.rank() == parameters.rank() + 1 && parameters.rank() >= 1;
    for (int i = 1; follows && i <= parameters.rank(); i++) {
      follows = draws.extent(-i) == parameters.extent(-i);
    }
    return follows;
  }

  @Override
  public <A> void forward(Frame<A> f) {
    int n = f.shape(0).size();
    f.kernels()
        .gaussian()
        .draw(f.value(0), f.value(1), f.value(2), f.shape().extent(0), n, f.saved(n), f.value());
  }

  @Override
  public <A> void backward(Frame<A> f) {
    int n = f.shape(0).size();
    int samples = f.shape().extent(0);
    if (f.wants(0)) {
      f.kernels().sumColumns(f.gradient(), samples, n, f.gradient(0));
    }
    if (f.wants(1)) {
      f.kernels()
          .gaussian()
          .drawGradient(f.value(2), f.saved(n), f.gradient(), samples, n, f.gradient(1));
    }
  }
}
