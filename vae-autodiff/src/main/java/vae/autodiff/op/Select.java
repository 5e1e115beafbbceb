package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.kernel.Kernels;

/**
 * Takes a where the condition is not 0, else b; the three shapes are equal.
 *
 * <p>The choice is by selection, not by multiplication: a NaN that is not chosen does no harm, in
 * the value or in the gradient. What was not chosen gets the gradient 0, which an infinite
 * derivative before it turns into NaN: replace such an input (the 0 of a logarithm) beforehand too.
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
    pass(f, true, 1);
    pass(f, false, 2);
  }

  private static <A> void pass(Frame<A> f, boolean where, int input) {
    if (!f.wants(input)) {
      return;
    }
    Kernels<A> k = f.kernels();
    A to = f.gradient(input);
    for (int i = 0; i < f.shape().size(); i++) {
      if (k.get(f.value(0), i) != 0 == where) {
        k.accumulate(f.gradient(), i, to, i, 1);
      }
    }
  }
}
