package vae.data.format;

import java.util.Arrays;
import java.util.List;

/**
 * Numbers as they stood in a file, in row-major order: unsigned bytes as bytes, all else as floats.
 *
 * <p>Integers beyond 2²⁴ and doubles beyond the range of floats never get here: the readers refuse
 * them rather than change them. Doubles inside the range are rounded to the nearest float.
 */
public final class RawArray {

  private final int[] shape;
  private final ElementKind kind;
  private final byte[] bytes;
  private final float[] floats;

  private RawArray(int[] shape, ElementKind kind, byte[] bytes, float[] floats) {
    this.shape = shape.clone();
    this.kind = kind;
    this.bytes = bytes;
    this.floats = floats;
    int size = 1;
    for (int extent : shape) {
      size = Math.multiplyExact(size, extent);
    }
    int stored = bytes != null ? bytes.length : floats.length;
    if (size != stored) {
      throw new IllegalArgumentException(
          "shape %s needs %d values, got %d".formatted(Arrays.toString(shape), size, stored));
    }
  }

  /**
   * Unsigned bytes.
   *
   * @param values the storage itself, not copied; the caller gives it away
   * @throws IllegalArgumentException where the shape's product is not the number of values
   */
  public static RawArray ofBytes(int[] shape, byte[] values) {
    return new RawArray(shape, ElementKind.U1, values, null);
  }

  /**
   * Numbers of any other kind.
   *
   * @param kind what they were in the file, not {@link ElementKind#U1}
   * @param values the storage itself, not copied; the caller gives it away
   * @throws IllegalArgumentException where the kind is U1, or the shape's product is not the number
   *     of values
   */
  public static RawArray ofFloats(int[] shape, ElementKind kind, float[] values) {
    if (kind == ElementKind.U1) {
      throw new IllegalArgumentException("kind: unsigned bytes are stored as bytes, got floats");
    }
    return new RawArray(shape, kind, null, values);
  }

  /**
   * The arrays one after another along their first axis.
   *
   * @param parts at least one
   * @throws DataException where they differ in kind or in the other extents, have no axis, or are
   *     too many for one array
   */
  public static RawArray concatenated(String name, List<RawArray> parts) {
    RawArray first = parts.get(0);
    if (parts.size() == 1) {
      return first;
    }
    long total = parts.stream().mapToLong(RawArray::size).sum();
    for (RawArray part : parts) {
      if (part.kind != first.kind
          || first.rank() == 0
          || part.rank() != first.rank()
          || total > Limits.MAX_ELEMENTS
          || !Arrays.equals(part.shape, 1, part.rank(), first.shape, 1, first.rank())) {
        throw new DataException(
            name,
            "expected arrays like the first, %s, together at most %d elements, got %s of %d"
                .formatted(first, Limits.MAX_ELEMENTS, part, total),
            "Save all parts alike, and keep other files in another folder.");
      }
    }
    int[] shape = first.shape.clone();
    shape[0] = parts.stream().mapToInt(part -> part.shape[0]).sum();
    int size = (int) total;
    Object all = first.bytes != null ? new byte[size] : new float[size];
    int at = 0;
    for (RawArray part : parts) {
      System.arraycopy(part.bytes != null ? part.bytes : part.floats, 0, all, at, part.size());
      at += part.size();
    }
    return first.bytes != null
        ? ofBytes(shape, (byte[]) all)
        : ofFloats(shape, first.kind, (float[]) all);
  }

  /**
   * The same storage under another shape.
   *
   * @throws IllegalArgumentException where the shape's product is not the number of values
   */
  public RawArray reshape(int... newShape) {
    return new RawArray(newShape, kind, bytes, floats);
  }

  /** The extents, outermost first; a copy. */
  public int[] shape() {
    return shape.clone();
  }

  public int rank() {
    return shape.length;
  }

  public int extent(int axis) {
    return shape[axis];
  }

  public int size() {
    return bytes != null ? bytes.length : floats.length;
  }

  public ElementKind kind() {
    return kind;
  }

  /** The element at the row-major position. */
  public float value(int position) {
    return bytes != null ? bytes[position] & 0xff : floats[position];
  }

  /**
   * The storage of unsigned bytes itself, which must not be written to.
   *
   * @throws IllegalStateException where the kind is not U1
   */
  public byte[] bytes() {
    if (bytes == null) {
      throw new IllegalStateException("an array of kind " + kind + " is stored as floats");
    }
    return bytes;
  }

  /**
   * The storage of the other kinds itself, which must not be written to.
   *
   * @throws IllegalStateException where the kind is U1
   */
  public float[] floats() {
    if (floats == null) {
      throw new IllegalStateException("an array of kind U1 is stored as bytes");
    }
    return floats;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RawArray that
        && kind == that.kind
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(bytes, that.bytes)
        && Arrays.equals(floats, that.floats);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(bytes) + Arrays.hashCode(floats);
  }

  @Override
  public String toString() {
    return "RawArray[" + kind + " " + Arrays.toString(shape) + "]";
  }
}
