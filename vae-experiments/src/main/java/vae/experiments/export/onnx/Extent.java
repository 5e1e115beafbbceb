package vae.experiments.export.onnx;

import java.util.List;
import java.util.stream.IntStream;
import vae.autodiff.array.Shape;

/**
 * An extent that is a + b N, N being the rows that a function is called with.
 *
 * @param fixed a
 * @param perRow b
 */
record Extent(int fixed, int perRow) {

  static Extent of(int fixed) {
    return new Extent(fixed, 0);
  }

  boolean grows() {
    return perRow != 0;
  }

  /** Whether it is N itself. */
  boolean isRows() {
    return fixed == 0 && perRow == 1;
  }

  int at(int rows) {
    return fixed + perRow * rows;
  }

  /** The line through two points. */
  static Extent through(int rows, int extent, int otherRows, int otherExtent) {
    int slope = (otherExtent - extent) / (otherRows - rows);
    return new Extent(extent - slope * rows, slope);
  }

  /** The extents of a tensor, from its shapes for two numbers of rows. */
  static List<Extent> through(int rows, Shape shape, int otherRows, Shape otherShape) {
    if (shape.rank() != otherShape.rank()) {
      throw new NoFormException("has a rank that depends on the number of rows");
    }
    return IntStream.range(0, shape.rank())
        .mapToObj(i -> through(rows, shape.extent(i), otherRows, otherShape.extent(i)))
        .toList();
  }
}
