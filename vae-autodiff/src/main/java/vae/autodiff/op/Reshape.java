package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;

/** The same elements in the same order under another shape. */
public record Reshape(Shape target) implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    if (inputs[0].size() != target.size()) {
      throw new ShapeException(
          "reshape: shape %s has %d elements, target %s has %d"
              .formatted(inputs[0], inputs[0].size(), target, target.size()));
    }
    return target;
  }

  @Override
  public <A> void forward(Frame<A> f) {
    f.kernels().copy(f.value(0), 0, f.value(), 0, target.size());
  }

  @Override
  public <A> void backward(Frame<A> f) {
    if (f.wants(0)) {
      f.kernels().accumulate(f.gradient(), 0, f.gradient(0), 0, target.size());
    }
  }
}
