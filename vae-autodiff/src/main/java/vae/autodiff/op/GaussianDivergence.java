package vae.autodiff.op;

import java.util.Arrays;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;

/**
 * The KL from a Gaussian with diagonal covariance to the standard normal:
 *
 * <p>\[ \tfrac12 \sum_j \mu_j^2 + \sigma_j^2 - 2 \log \sigma_j - 1 \]
 *
 * <p>Inputs: μ and log σ [*B, m]; output [*B].
 */
public record GaussianDivergence() implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    if (!inputs[0].equals(inputs[1]) || inputs[0].rank() < 1) {
      throw new ShapeException(
          "gaussianDivergence: expected mean and log deviation [*B, m], got "
              + Arrays.toString(inputs));
    }
    return inputs[0].dropLast(1);
  }

  @Override
  public <A> void forward(Frame<A> f) {
    f.kernels()
        .gaussian()
        .divergence(
            f.value(0),
            f.value(1),
            f.shape().size(),
            f.shape(0).extent(-1),
            f.saved(f.shape(0).size()),
            f.value());
  }

  @Override
  public <A> void backward(Frame<A> f) {
    add(f, 0, f.value(0));
    add(f, 1, f.saved(f.shape(0).size()));
  }

  private static <A> void add(Frame<A> f, int i, A slope) {
    if (f.wants(i)) {
      int columns = f.shape(0).extent(-1);
      f.kernels()
          .rows()
          .addScaled(f.gradient(), false, slope, f.shape().size(), columns, f.gradient(i));
    }
  }
}
