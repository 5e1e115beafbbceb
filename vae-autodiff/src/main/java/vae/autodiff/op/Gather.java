package vae.autodiff.op;

import java.util.List;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;

/** Entries of the first axis in the given order; an entry may be taken several times. */
public record Gather(List<Integer> indices) implements Op {

  public Gather {
    indices = List.copyOf(indices);
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    if (inputs[0].rank() == 0) {
      throw new ShapeException("gather: a scalar has no first axis");
    }
    int count = inputs[0].extent(0);
    for (int index : indices) {
      if (index < 0 || index >= count) {
        throw new ShapeException(
            "gather: index %d is not within the first axis of shape %s"
                .formatted(index, inputs[0]));
      }
    }
    return inputs[0].withExtent(0, indices.size());
  }

  @Override
  public <A> void forward(Frame<A> f) {
    int n = f.shape().inner(0);
    for (int i = 0; i < indices.size(); i++) {
      f.kernels().copy(f.value(0), indices.get(i) * n, f.value(), i * n, n);
    }
  }

  @Override
  public <A> void backward(Frame<A> f) {
    if (f.wants(0)) {
      int n = f.shape().inner(0);
      for (int i = 0; i < indices.size(); i++) {
        f.kernels().accumulate(f.gradient(), i * n, f.gradient(0), indices.get(i) * n, n);
      }
    }
  }
}
