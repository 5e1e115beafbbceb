package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Binary;
import vae.autodiff.kernel.Kernels;

/** Repeats the input to the target shape. */
public record BroadcastTo(Shape target) implements Op {

  @Override
  public Shape outputShape(Shape... inputs) {
    if (!Shape.broadcast(name(), inputs[0], target).equals(target)) {
      throw new ShapeException(
          "broadcastTo: shape %s does not broadcast to %s".formatted(inputs[0], target));
    }
    return target;
  }

  @Override
  public <A> void forward(Frame<A> f) {
    Kernels<A> k = f.kernels();
    A zero = f.scratch(1);
    k.fill(zero, 0, 1, -0.0);
    Runs.forEach(
        target,
        target,
        f.shape(0),
        (at, same, one, from, stride, n) -> {
          if (stride == 1) {
            k.copy(f.value(0), from, f.value(), at, n);
          } else {
            k.binary(Binary.ADD, f.value(0), from, 0, zero, 0, 0, f.value(), at, n);
          }
        });
  }

  @Override
  public <A> void backward(Frame<A> f) {
    if (f.wants(0)) {
      Reduction.addTo(f.kernels(), target, f.gradient(), f.shape(0), f.gradient(0));
    }
  }
}
