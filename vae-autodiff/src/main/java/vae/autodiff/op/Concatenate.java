package vae.autodiff.op;

import java.util.Arrays;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;

/**
 * Joins the inputs along an axis; all other extents are equal.
 *
 * @param axis non-negative
 */
public record Concatenate(int axis) implements Op {

  @Override
  public String name() {
    return "concat";
  }

  @Override
  public Shape outputShape(Shape... inputs) {
    long joined = 0;
    for (Shape input : inputs) {
      if (!sameElsewhere(inputs[0], input)) {
        throw new ShapeException(
            "concat: shapes %s differ elsewhere than on axis %d"
                .formatted(Arrays.toString(inputs), axis));
      }
      joined += input.extent(axis);
    }
    if (joined > Integer.MAX_VALUE) {
      throw new ShapeException(
          "concat: shapes %s are longer together on axis %d than an array can be"
              .formatted(Arrays.toString(inputs), axis));
    }
    return inputs[0].withExtent(axis, (int) joined);
  }

  private boolean sameElsewhere(Shape a, Shape b) {
    if (a.rank() != b.rank()) {
      return false;
    }
    for (int i = 0; i < a.rank(); i++) {
      if (i != axis && a.extent(i) != b.extent(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public <A> void forward(Frame<A> f) {
    each(f, (input, from, to, n) -> f.kernels().copy(f.value(input), from, f.value(), to, n));
  }

  @Override
  public <A> void backward(Frame<A> f) {
    each(
        f,
        (input, from, to, n) -> {
          if (f.wants(input)) {
            f.kernels().accumulate(f.gradient(), to, f.gradient(input), from, n);
          }
        });
  }

  @FunctionalInterface
  private interface Block {
    void visit(int input, int from, int to, int n);
  }

  private <A> void each(Frame<A> f, Block block) {
    int outer = f.shape().outer(axis);
    int width = f.shape().extent(axis) * f.shape().inner(axis);
    int start = 0;
    for (int input = 0; input < f.inputs(); input++) {
      int n = f.shape(input).extent(axis) * f.shape(input).inner(axis);
      for (int o = 0; o < outer; o++) {
        block.visit(input, o * n, o * width + start, n);
      }
      start += n;
    }
  }
}
