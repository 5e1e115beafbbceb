package vae.autodiff.op;

import java.util.Arrays;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;

/**
 * The log density of the standard normal at draws z = μ + σ ε less that of the Gaussian that they
 * were drawn from:
 *
 * <p>\[ \log \pi(z) - \log q(z) = \sum_j \log \sigma_j + \tfrac12 (\varepsilon_j^2 - z_j^2) \]
 *
 * <p>Inputs: ε [S, *B, m], a constant; z [S, *B, m]; log σ [*B, m]; output [S, *B]. The gradient is
 * that of the formula: with z as a function of μ and σ, it is the whole gradient of the ratio by
 * them, in which the score and the path through (z − μ)/σ have cancelled.
 */
public record GaussianLogRatio() implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    if (!inputs[0].equals(inputs[1]) || !GaussianDraw.follows(inputs[0], inputs[2])) {
      throw new ShapeException(
          "gaussianLogRatio: expected noise and draws [S, *B, m], log deviation [*B, m], got "
              + Arrays.toString(inputs));
    }
    return inputs[0].dropLast(1);
  }

  @Override
  public <A> void forward(Frame<A> f) {
    f.kernels()
        .gaussian()
        .logRatio(
            f.value(0),
            f.value(1),
            f.value(2),
            f.shape().size(),
            distributions(f),
            f.shape(2).extent(-1),
            f.value());
  }

  @Override
  public <A> void backward(Frame<A> f) {
    int columns = f.shape(2).extent(-1);
    if (f.wants(1)) {
      f.kernels()
          .rows()
          .addScaled(f.gradient(), true, f.value(1), f.shape().size(), columns, f.gradient(1));
    }
    if (f.wants(2)) {
      f.kernels()
          .gaussian()
          .addSampleSums(
              f.gradient(), f.shape().extent(0), distributions(f), columns, f.gradient(2));
    }
  }

  private static int distributions(Frame<?> f) {
    return f.shape(2).dropLast(1).size();
  }
}
