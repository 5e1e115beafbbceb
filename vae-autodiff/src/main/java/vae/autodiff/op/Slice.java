package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;

/**
 * The part [from, to) of an axis.
 *
 * @param axis non-negative
 */
public record Slice(int axis, int from, int to) implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    if (from < 0 || to < from || to > inputs[0].extent(axis)) {
      throw new ShapeException(
          "slice: [%d, %d) is not within axis %d of shape %s".formatted(from, to, axis, inputs[0]));
    }
    return inputs[0].withExtent(axis, to - from);
  }

  @Override
  public <A> void forward(Frame<A> f) {
    int inner = f.shape().inner(axis);
    int n = (to - from) * inner;
    int width = f.shape(0).extent(axis) * inner;
    for (int o = 0; o < f.shape().outer(axis); o++) {
      f.kernels().copy(f.value(0), o * width + from * inner, f.value(), o * n, n);
    }
  }

  @Override
  public <A> void backward(Frame<A> f) {
    if (!f.wants(0)) {
      return;
    }
    int inner = f.shape().inner(axis);
    int n = (to - from) * inner;
    int width = f.shape(0).extent(axis) * inner;
    for (int o = 0; o < f.shape().outer(axis); o++) {
      f.kernels().accumulate(f.gradient(), o * n, f.gradient(0), o * width + from * inner, n);
    }
  }
}
