package vae.autodiff.op;

import vae.autodiff.array.Shape;

/**
 * \(\sum_j (a_j - b_j)^2\) over the last axis.
 *
 * <p>Inputs: a [*S, *B, d] and data b [*B, d], repeated over the leading axes; output [*S, *B]. The
 * data have no gradient.
 */
public record SquaredDistance() implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    return BernoulliLogits.rowsOf(name(), inputs[0], inputs[1]);
  }

  @Override
  public <A> void forward(Frame<A> f) {
    int columns = f.shape(1).extent(-1);
    f.kernels()
        .rows()
        .squaredDistance(
            f.value(0),
            f.value(1),
            f.shape().size(),
            f.shape(1).size() / columns,
            columns,
            f.value());
  }

  @Override
  public <A> void backward(Frame<A> f) {
    if (f.wants(0)) {
      int columns = f.shape(1).extent(-1);
      f.kernels()
          .rows()
          .squaredDistanceGradient(
              f.value(0),
              f.value(1),
              f.gradient(),
              f.shape().size(),
              f.shape(1).size() / columns,
              columns,
              f.gradient(0));
    }
  }
}
