package vae.autodiff.array;

import java.util.Arrays;
import java.util.Objects;

/**
 * A dense row-major array that outlives a tape: parameters, optimiser state, results.
 *
 * <p>It is storage without arithmetic; arithmetic is on tensors.
 */
public final class NdArray {

  private final Shape shape;
  private final DType type;
  private final Object storage;

  private NdArray(Shape shape, DType type, Object storage) {
    this.shape = shape;
    this.type = type;
    this.storage = storage;
  }

  public static NdArray zeros(DType type, Shape shape) {
    return new NdArray(
        shape, type, type == DType.F32 ? new float[shape.size()] : new double[shape.size()]);
  }

  /**
   * The array that holds these elements; not copied.
   *
   * @throws ShapeException where the number of elements is not the shape's
   */
  public static NdArray of(Shape shape, float[] elements) {
    checkLength(shape, elements.length);
    return new NdArray(shape, DType.F32, elements);
  }

  /**
   * The array that holds these elements; not copied.
   *
   * @throws ShapeException where the number of elements is not the shape's
   */
  public static NdArray of(Shape shape, double[] elements) {
    checkLength(shape, elements.length);
    return new NdArray(shape, DType.F64, elements);
  }

  private static void checkLength(Shape shape, int length) {
    if (shape.size() != length) {
      throw new ShapeException(
          "shape %s has %d elements, %d were given".formatted(shape, shape.size(), length));
    }
  }

  public Shape shape() {
    return shape;
  }

  public DType type() {
    return type;
  }

  /** The {@code float[]} or {@code double[]} itself, for kernels. */
  public Object storage() {
    return storage;
  }

  /** The elements of an F32 array; the storage itself. */
  public float[] floats() {
    return (float[]) storage;
  }

  /** The elements of an F64 array; the storage itself. */
  public double[] doubles() {
    return (double[]) storage;
  }

  public double get(int index) {
    return type == DType.F32 ? floats()[index] : doubles()[index];
  }

  /** Sets the element at the flat index, rounding to the element type. */
  public void set(int index, double value) {
    if (type == DType.F32) {
      floats()[index] = (float) value;
    } else {
      doubles()[index] = value;
    }
  }

  /** All elements as doubles; a copy. */
  public double[] toDoubles() {
    double[] copy = new double[shape.size()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = get(i);
    }
    return copy;
  }

  /** The lines along the last axis, [n, w] of [*, n, w], each an array of its own. */
  public double[][] toRows() {
    double[] all = toDoubles();
    int width = shape.extent(-1);
    double[][] rows = new double[all.length / width][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(all, i * width, (i + 1) * width);
    }
    return rows;
  }

  public NdArray copy() {
    return new NdArray(
        shape,
        type,
        type == DType.F32
            ? Arrays.copyOf(floats(), shape.size())
            : Arrays.copyOf(doubles(), shape.size()));
  }

  /**
   * Some entries of the first axis, [count, *] of [n, *]; a copy.
   *
   * @throws IndexOutOfBoundsException where there are not as many
   */
  public NdArray rows(int from, int count) {
    Objects.checkFromIndexSize(from, count, shape.extent(0));
    int width = shape.inner(0);
    NdArray rows = zeros(type, shape.withExtent(0, count));
    System.arraycopy(storage, from * width, rows.storage, 0, count * width);
    return rows;
  }

  /**
   * Overwrites some entries of the first axis, [count, *] of [n, *], with those of an array of the
   * same type.
   *
   * @throws ShapeException where its other axes or its type differ
   * @throws IndexOutOfBoundsException where there are not as many
   */
  public void setRows(int from, NdArray rows) {
    int count = rows.shape.extent(0);
    if (!shape.withExtent(0, count).equals(rows.shape) || type != rows.type) {
      throw new ShapeException(
          "cannot copy rows %s %s into %s %s".formatted(rows.type, rows.shape, type, shape));
    }
    Objects.checkFromIndexSize(from, count, shape.extent(0));
    System.arraycopy(rows.storage, 0, storage, from * shape.inner(0), rows.shape.size());
  }

  /**
   * Overwrites the elements with those of an array of the same shape and type.
   *
   * @throws ShapeException where they differ
   */
  public void set(NdArray source) {
    if (!shape.equals(source.shape) || type != source.type) {
      throw new ShapeException(
          "cannot copy %s %s into %s %s".formatted(source.type, source.shape, type, shape));
    }
    System.arraycopy(source.storage, 0, storage, 0, shape.size());
  }

  @Override
  public String toString() {
    return type + " " + shape;
  }
}
