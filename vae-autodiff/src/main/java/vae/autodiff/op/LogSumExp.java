package vae.autodiff.op;

import vae.autodiff.array.Shape;

/**
 * \(\log \sum_i e^{x_i}\) over one axis, which is dropped.
 *
 * @param axis non-negative
 */
public record LogSumExp(int axis) implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    int[] extents = new int[inputs[0].rank() - 1];
    for (int i = 0; i < extents.length; i++) {
      extents[i] = inputs[0].extent(i < axis ? i : i + 1);
    }
    return Shape.of(extents);
  }

  @Override
  public <A> void forward(Frame<A> f) {
    Shape x = f.shape(0);
    f.kernels().logSumExp(f.value(0), x.outer(axis), x.extent(axis), x.inner(axis), f.value());
  }

  @Override
  public <A> void backward(Frame<A> f) {
    if (f.wants(0)) {
      Shape x = f.shape(0);
      f.kernels()
          .logSumExpGradient(
              f.value(0),
              f.value(),
              f.gradient(),
              x.outer(axis),
              x.extent(axis),
              x.inner(axis),
              f.gradient(0));
    }
  }
}
