package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Kernels;

/**
 * Takes a where the condition is not 0, else b; the three shapes are equal.
 *
 * <p>The choice is by selection, not by multiplication: a NaN that is not chosen does no harm, in
 * the value or in the gradient.
 */
public record Select() implements Op {

  @Override
  public String name() {
    return "where";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    if (!inputs[0].equals(inputs[1]) || !inputs[0].equals(inputs[2])) {
      throw new ShapeException(
          "where: condition %s, values %s and %s must have one shape"
              .formatted(inputs[0], inputs[1], inputs[2]));
    }
    return inputs[0];
  }

  @Override
  public <A> void forward(Frame<A> f) {
    Kernels<A> k = f.kernels();
    for (int i = 0; i < f.shape().size(); i++) {
      int chosen = k.get(f.value(0), i) != 0 ? 1 : 2;
      k.copy(f.value(chosen), i, f.value(), i, 1);
    }
  }

  @Override
  public <A> void backward(Frame<A> f) {
    Kernels<A> k = f.kernels();
    for (int i = 0; i < f.shape().size(); i++) {
      int chosen = k.get(f.value(0), i) != 0 ? 1 : 2;
      if (f.wants(chosen)) {
        k.accumulate(f.gradient(), i, f.gradient(chosen), i, 1);
      }
    }
  }
}
