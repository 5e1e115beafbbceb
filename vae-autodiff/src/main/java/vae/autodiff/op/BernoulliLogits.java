package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;

/**
 * The log-probability of independent Bernoulli variables given logits, summed over the last axis:
 *
 * <p>\[ \sum_j x_j \ell_j - \log(1 + e^{\ell_j}) \]
 *
 * <p>Inputs: logits [*S, *B, d] and data x [*B, d], repeated over the leading axes; output [*S,
 * *B]. The data have no gradient.
 */
public record BernoulliLogits() implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    return rowsOf(name(), inputs[0], inputs[1]);
  }

  /** The shape of sums over rows of {@code full} against the repeated rows of {@code data}. */
  static Shape rowsOf(String name, Shape full, Shape data) {
    boolean fits = full.rank() >= data.rank() && data.rank() >= 1 && data.size() > 0;
    for (int i = 1; fits && i <= data.rank(); i++) {
      fits = full.extent(-i) == data.extent(-i);
    }
    if (!fits) {
      throw new ShapeException(
          "%s: data %s are not the last axes of the parameters %s".formatted(name, data, full));
    }
    return full.dropLast(1);
  }

  @Override
  public <A> void forward(Frame<A> f) {
    int columns = f.shape(1).extent(-1);
    A residual = f.differentiates() ? f.saved(f.shape(0).size()) : null;
    f.kernels()
        .rows()
        .bernoulliLogits(
            f.value(0),
            f.value(1),
            f.shape().size(),
            f.shape(1).size() / columns,
            columns,
            f.value(),
            residual);
  }

  @Override
  public <A> void backward(Frame<A> f) {
    if (f.wants(0)) {
      A residual = f.saved(f.shape(0).size());
      f.kernels()
          .rows()
          .addScaled(
              f.gradient(),
              false,
              residual,
              f.shape().size(),
              f.shape(0).extent(-1),
              f.gradient(0));
    }
  }
}
