package vae.autodiff.op;

import java.util.Locale;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Unary;

/** y = f(x), element by element. */
public record Elementwise(Unary function, double a, double b) implements Op {

  public Elementwise(Unary function) {
    this(function, 0, 0);
  }

  @Override
  public String name() {
    return function.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    return inputs[0];
  }

  @Override
  public <A> void forward(Frame<A> f) {
    f.kernels().unary(function, a, b, f.value(0), f.value(), 0, f.shape().size());
  }

  @Override
  public <A> void backward(Frame<A> f) {
    if (f.wants(0)) {
      f.kernels()
          .unaryGradient(
              function,
              a,
              b,
              f.value(0),
              f.value(),
              f.gradient(),
              f.gradient(0),
              0,
              f.shape().size());
    }
  }
}
