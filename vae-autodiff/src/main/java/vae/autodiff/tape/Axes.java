package vae.autodiff.tape;

import java.util.Arrays;
import java.util.List;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;

/** Axes as operations hold them: counted from the front. */
final class Axes {

  private Axes() {}

  static List<Integer> all(int rank) {
    Integer[] axes = new Integer[rank];
    Arrays.setAll(axes, i -> i);
    return List.of(axes);
  }

  /** The axes in the order given. */
  static List<Integer> ordered(String op, Shape shape, int... axes) {
    Integer[] positive = new Integer[axes.length];
    Arrays.setAll(positive, i -> shape.axis(op, axes[i]));
    return List.of(positive);
  }

  /** All axes in order but for the last two. */
  static List<Integer> lastTwoExchanged(String op, Shape shape) {
    int rank = shape.rank();
    if (rank < 2) {
      throw new ShapeException("%s: shape %s has fewer than two axes".formatted(op, shape));
    }
    Integer[] axes = all(rank).toArray(Integer[]::new);
    axes[rank - 2] = rank - 1;
    axes[rank - 1] = rank - 2;
    return List.of(axes);
  }

  /** Elements of the array spanned by the axes. */
  static int elements(Shape shape, List<Integer> axes) {
    int product = 1;
    for (int axis : axes) {
      product *= shape.extent(axis);
    }
    return product;
  }

  /** The axes as a set: ascending, each once. */
  static List<Integer> ascending(String op, Shape shape, int... axes) {
    boolean[] named = new boolean[shape.rank()];
    int count = 0;
    for (int axis : axes) {
      int positive = shape.axis(op, axis);
      count += named[positive] ? 0 : 1;
      named[positive] = true;
    }
    Integer[] ascending = new Integer[count];
    for (int axis = named.length - 1; axis >= 0; axis--) {
      if (named[axis]) {
        ascending[--count] = axis;
      }
    }
    return List.of(ascending);
  }
}
