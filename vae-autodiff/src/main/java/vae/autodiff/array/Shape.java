package vae.autodiff.array;

import java.util.Arrays;

/**
 * The extents of an array, outermost first; a scalar has none.
 *
 * <p>Extents are ≥ 0 and their product fits an {@code int}: an array is one Java array.
 */
public final class Shape {

  public static final Shape SCALAR = new Shape(new int[0]);

  private final int[] extents;
  private final int size;

  private Shape(int[] extents) {
    this.extents = extents;
    long product = 1;
    for (int extent : extents) {
      if (extent < 0) {
        throw new ShapeException("shape " + Arrays.toString(extents) + " has a negative extent");
      }
      product *= extent;
      if (product > Integer.MAX_VALUE - 16) {
        throw ShapeException.tooLarge(
            "shape " + Arrays.toString(extents) + " has more elements than a Java array holds");
      }
    }
    size = (int) product;
  }

  /**
   * @throws ShapeException where an extent is negative or the product exceeds an array's length
   */
  public static Shape of(int... extents) {
    return extents.length == 0 ? SCALAR : new Shape(extents.clone());
  }

  public int rank() {
    return extents.length;
  }

  public int size() {
    return size;
  }

  /** Extent of the axis; negative axes count from the end, −1 is the last. */
  public int extent(int axis) {
    return extents[axis(axis)];
  }

  /**
   * The axis counted from the front.
   *
   * @throws ShapeException where the shape has no such axis
   */
  public int axis(int axis) {
    return axis("shape", axis);
  }

  /**
   * The axis counted from the front.
   *
   * @param op the operation's name, for the message
   * @throws ShapeException where the shape has no such axis
   */
  public int axis(String op, int axis) {
    int positive = axis < 0 ? axis + extents.length : axis;
    if (positive < 0 || positive >= extents.length) {
      throw new ShapeException("%s: axis %d does not exist in shape %s".formatted(op, axis, this));
    }
    return positive;
  }

  public int[] extents() {
    return extents.clone();
  }

  public Shape prepend(int first) {
    int[] longer = new int[extents.length + 1];
    longer[0] = first;
    System.arraycopy(extents, 0, longer, 1, extents.length);
    return new Shape(longer);
  }

  public Shape append(Shape inner) {
    int[] longer = Arrays.copyOf(extents, extents.length + inner.extents.length);
    System.arraycopy(inner.extents, 0, longer, extents.length, inner.extents.length);
    return new Shape(longer);
  }

  public Shape dropLast(int count) {
    return of(Arrays.copyOf(extents, extents.length - count));
  }

  public Shape withExtent(int axis, int extent) {
    int[] changed = extents.clone();
    changed[axis(axis)] = extent;
    return new Shape(changed);
  }

  /** The product of the extents before {@code axis}. */
  public int outer(int axis) {
    int product = 1;
    for (int i = 0; i < axis; i++) {
      product *= extents[i];
    }
    return product;
  }

  /** The product of the extents after {@code axis}. */
  public int inner(int axis) {
    int product = 1;
    for (int i = axis + 1; i < extents.length; i++) {
      product *= extents[i];
    }
    return product;
  }

  /**
   * The shape that both broadcast to: aligned at the last axis, extents equal or one of them 1.
   *
   * @param op the operation's name, for the message
   * @throws ShapeException naming both shapes and the operation
   */
  public static Shape broadcast(String op, Shape a, Shape b) {
    if (a.equals(b)) {
      return a;
    }
    int rank = Math.max(a.rank(), b.rank());
    int[] extents = new int[rank];
    for (int i = 1; i <= rank; i++) {
      int x = i <= a.rank() ? a.extents[a.rank() - i] : 1;
      int y = i <= b.rank() ? b.extents[b.rank() - i] : 1;
      if (x != y && x != 1 && y != 1) {
        throw new ShapeException(
            "%s: shapes %s and %s do not broadcast: axis %d from the end has extents %d and %d"
                .formatted(op, a, b, i, x, y));
      }
      extents[rank - i] = x == 1 ? y : x;
    }
    return new Shape(extents);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(extents, that.extents);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  @Override
  public String toString() {
    return Arrays.toString(extents);
  }
}
