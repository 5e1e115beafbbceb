package vae.data.format;

import java.util.Arrays;

/**
 * How much memory one file may ask for; checked before the memory is taken.
 *
 * @param bytes the most bytes that an array may need, in the file or in memory, ≥ 1
 * @param mapFrom plain files whose elements have more bytes than this are mapped, not read, ≥ 0
 */
public record Limits(long bytes, long mapFrom) {

  private static final long FOUR_GIB = 4L << 30;

  /** Elements beyond this do not fit a Java array. */
  static final long MAX_ELEMENTS = Integer.MAX_VALUE - 16;

  /**
   * @throws IllegalArgumentException where a number is too small
   */
  public Limits {
    if (mapFrom < 0) {
      throw new IllegalArgumentException("mapFrom: expected at least 0, got " + mapFrom);
    }
    if (bytes < 1) {
      throw new IllegalArgumentException("limit: expected at least 1 byte, got " + bytes);
    }
  }

  /**
   * At most this many bytes, all of them read into memory.
   *
   * @throws IllegalArgumentException where the limit is below 1
   */
  public Limits(long bytes) {
    this(bytes, Long.MAX_VALUE);
  }

  /**
   * 4 GiB, or three quarters of the largest heap that this JVM may have where that is less; plain
   * files are mapped from an eighth of that heap on.
   */
  public static Limits standard() {
    long heap = Runtime.getRuntime().maxMemory();
    return new Limits(Math.min(FOUR_GIB, heap / 4 * 3), heap / 8);
  }

  /** Refuses mapped examples of which one alone would exceed the limit. */
  void checkExample(String file, long offset, int[] shape) {
    long needed = Float.BYTES;
    for (int axis = 1; axis < shape.length; axis++) {
      needed =
          shape[axis] != 0 && needed > bytes / shape[axis] ? Long.MAX_VALUE : needed * shape[axis];
    }
    check(file, offset, needed);
  }

  /** Refuses to go on where {@code needed} bytes exceed the limit. */
  void check(String file, long offset, long needed) {
    if (needed > bytes) {
      throw new DataException(
          file,
          offset,
          needed == Long.MAX_VALUE
              ? "the data need more than 2^63 bytes, the limit is " + bytes
              : "the data need " + needed + " bytes, the limit is " + bytes,
          "If the file is meant to be this large, run with a larger heap"
              + " (JAVA_TOOL_OPTIONS=-Xmx16g); else it is damaged: fetch it again.");
    }
  }

  /**
   * The number of elements of an array, after the check that it fits a Java array and the limit.
   * Extents of 0 do not excuse the others: an example must fit even where there is none.
   *
   * @param offset of the shape in the file; −1 where there is none
   * @param shape extents ≥ 0
   * @throws DataException where the elements are too many or need more than the limit
   */
  public int elements(String file, long offset, int[] shape, ElementKind kind) {
    long product = 1;
    boolean empty = false;
    for (int extent : shape) {
      empty |= extent == 0;
      if (extent != 0 && product > MAX_ELEMENTS / extent) {
        throw new DataException(
            file,
            offset,
            "expected at most "
                + MAX_ELEMENTS
                + " elements, got the shape "
                + Arrays.toString(shape),
            "Split the array into several files.");
      }
      product *= Math.max(1, extent);
    }
    product = empty ? 0 : product;
    check(file, offset, product * Math.max(kind.bytes(), kind.storedBytes()));
    return (int) product;
  }
}
