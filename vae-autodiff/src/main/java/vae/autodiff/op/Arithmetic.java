package vae.autodiff.op;

import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Binary;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.Unary;

/**
 * y = f(a, b), element by element with broadcasting.
 *
 * <p>{@code MAXIMUM} gives its gradient to a where a &gt; b, else to b; {@code GREATER} is a step
 * and has the gradient 0.
 */
public record Arithmetic(Binary function) implements Op {

  @Override
  public String name() {
    return switch (function) {
      case ADD -> "add";
      case SUBTRACT -> "subtract";
      case MULTIPLY -> "multiply";
      case DIVIDE -> "divide";
      case MAXIMUM -> "maximum";
      case GREATER -> "greaterThan";
    };
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    return Shape.broadcast(name(), inputs[0], inputs[1]);
  }

  @Override
  public <A> void forward(Frame<A> f) {
    apply(f, function, f.shape(0), f.value(0), f.shape(1), f.value(1), f.value());
  }

  private static <A> void apply(
      Frame<A> f, Binary function, Shape aShape, A a, Shape bShape, A b, A y) {
    Runs.forEach(
        f.shape(),
        aShape,
        bShape,
        (yOffset, aOffset, aStride, bOffset, bStride, n) ->
            f.kernels().binary(function, a, aOffset, aStride, b, bOffset, bStride, y, yOffset, n));
  }

  @Override
  public <A> void backward(Frame<A> f) {
    switch (function) {
      case ADD -> {
        spread(f, 0, f.gradient());
        spread(f, 1, f.gradient());
      }
      case SUBTRACT -> {
        spread(f, 0, f.gradient());
        if (f.wants(1)) {
          A negative = f.scratch(f.shape().size());
          negate(f, f.gradient(), negative);
          spread(f, 1, negative);
        }
      }
      case MULTIPLY -> {
        product(f, 0, 1);
        product(f, 1, 0);
      }
      case DIVIDE -> divide(f);
      case MAXIMUM -> maximum(f);
      case GREATER -> {}
    }
  }

  /** Adds the contribution to input i, summed down to its shape. */
  private static <A> void spread(Frame<A> f, int i, A contribution) {
    if (f.wants(i)) {
      Reduction.addTo(f.kernels(), f.shape(), contribution, f.shape(i), f.gradient(i));
    }
  }

  private static <A> void negate(Frame<A> f, A x, A y) {
    f.kernels().unary(Unary.AFFINE, -1, -0.0, x, y, 0, f.shape().size());
  }

  /** d(ab)/da: dy · b. */
  private static <A> void product(Frame<A> f, int i, int other) {
    if (!f.wants(i)) {
      return;
    }
    Kernels<A> k = f.kernels();
    if (!Runs.repeats(f.shape(), f.shape(i))) {
      Runs.forEach(
          f.shape(),
          f.shape(),
          f.shape(other),
          (at, same, stride, otherOffset, otherStride, n) ->
              k.multiplyAdd(
                  f.gradient(),
                  at,
                  1,
                  f.value(other),
                  otherOffset,
                  otherStride,
                  f.gradient(i),
                  at,
                  n));
      return;
    }
    A contribution = f.scratch(f.shape().size());
    apply(
        f, Binary.MULTIPLY, f.shape(), f.gradient(), f.shape(other), f.value(other), contribution);
    spread(f, i, contribution);
  }

  /** d(a/b)/da = dy / b; d(a/b)/db = −(dy / b) · y. */
  private static <A> void divide(Frame<A> f) {
    A quotient = f.scratch(f.shape().size());
    apply(f, Binary.DIVIDE, f.shape(), f.gradient(), f.shape(1), f.value(1), quotient);
    spread(f, 0, quotient);
    if (f.wants(1)) {
      A contribution = f.scratch(f.shape().size());
      apply(f, Binary.MULTIPLY, f.shape(), quotient, f.shape(), f.value(), contribution);
      negate(f, contribution, contribution);
      spread(f, 1, contribution);
    }
  }

  private static <A> void maximum(Frame<A> f) {
    A toA = f.scratch(f.shape().size());
    apply(f, Binary.GREATER, f.shape(0), f.value(0), f.shape(1), f.value(1), toA);
    A toB = f.scratch(f.shape().size());
    f.kernels().unary(Unary.AFFINE, -1, 1, toA, toB, 0, f.shape().size());
    apply(f, Binary.MULTIPLY, f.shape(), f.gradient(), f.shape(), toA, toA);
    apply(f, Binary.MULTIPLY, f.shape(), f.gradient(), f.shape(), toB, toB);
    spread(f, 0, toA);
    spread(f, 1, toB);
  }
}
