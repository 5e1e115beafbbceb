package vae.data.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the elements behind a header: any kind, byte order and memory layout. */
final class ElementReader {

  /** Integers up to here are exact in single precision. */
  private static final long MAX_EXACT = 1L << 24;

  private static final long MAX_UNSIGNED = 0xffff_ffffL;
  private static final int CHUNK = 1 << 13;

  private ElementReader() {}

  /**
   * Reads exactly the elements of the shape, and that the file ends there.
   *
   * @param columnMajor whether the first axis varies fastest in the file
   */
  static RawArray read(
      Input in,
      int[] shape,
      ElementKind kind,
      ByteOrder order,
      boolean columnMajor,
      Limits limits) {
    int count = limits.elements(in.name(), in.offset(), shape, kind);
    boolean reorder = columnMajor && shape.length > 1;
    if (reorder) {
      limits.check(in.name(), in.offset(), 2L * count * kind.storedBytes());
    }
    in.promise((long) count * kind.bytes());
    RawArray array =
        kind == ElementKind.U1
            ? RawArray.ofBytes(shape, bytes(in, count))
            : RawArray.ofFloats(shape, kind, floats(in, count, kind, order));
    in.expectEnd();
    return reorder ? rowMajor(array) : array;
  }

  private static byte[] bytes(Input in, int count) {
    byte[] values = new byte[count];
    in.read(values, 0, count, "the data");
    return values;
  }

  /** The next numbers, whatever their kind, as floats; a chunk of them is read at a time. */
  static float[] floats(Input in, int count, ElementKind kind, ByteOrder order) {
    float[] values = new float[count];
    byte[] chunk = new byte[CHUNK * kind.bytes()];
    ByteBuffer view = ByteBuffer.wrap(chunk).order(order);
    for (int from = 0; from < count; from += CHUNK) {
      int step = Math.min(CHUNK, count - from);
      long offset = in.offset();
      in.read(chunk, 0, step * kind.bytes(), "the data");
      floats(in.name(), offset, view.clear(), kind, step, values, from);
    }
    return values;
  }

  /**
   * Reads numbers as floats.
   *
   * @param fileOffset where the first number stands in the file, for messages
   * @param in from its position on, in the file's byte order
   */
  static void floats(
      String name,
      long fileOffset,
      ByteBuffer in,
      ElementKind kind,
      int count,
      float[] out,
      int offset) {
    for (int i = 0; i < count; i++) {
      long at = fileOffset + (long) i * kind.bytes();
      out[offset + i] =
          switch (kind) {
            case U1 -> in.get() & 0xff;
            case I1 -> in.get();
            case I2 -> in.getShort();
            case I4 -> exact(name, at, in.getInt());
            case I8 -> exact(name, at, in.getLong());
            case U2 -> in.getShort() & 0xffff;
            case U4 -> exact(name, at, in.getInt() & MAX_UNSIGNED);
            case U8 -> exactUnsigned(name, at, in.getLong());
            case F2 -> Float.float16ToFloat(in.getShort());
            case F4 -> in.getFloat();
            case F8 -> narrow(name, at, in.getDouble());
          };
    }
  }

  private static float exact(String name, long offset, long value) {
    if (value > MAX_EXACT || value < -MAX_EXACT) {
      throw inexact(name, offset, Long.toString(value));
    }
    return value;
  }

  private static float exactUnsigned(String name, long offset, long value) {
    if (value < 0 || value > MAX_EXACT) {
      throw inexact(name, offset, Long.toUnsignedString(value));
    }
    return value;
  }

  private static DataException inexact(String name, long offset, String value) {
    return new DataException(
        name,
        offset,
        "expected an integer of magnitude at most 2^24, got " + value,
        "Larger ones are not exact in single precision; save the array as float32, or number"
            + " labels from 0.");
  }

  private static float narrow(String name, long offset, double value) {
    float narrow = (float) value;
    if (Float.isInfinite(narrow) && !Double.isInfinite(value)) {
      throw new DataException(
          name,
          offset,
          "expected a number in the range of single precision, got " + value,
          "Rescale the data before saving them.");
    }
    return narrow;
  }

  private static RawArray rowMajor(RawArray columnMajor) {
    int[] shape = columnMajor.shape();
    int[] stride = new int[shape.length];
    int step = 1;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      stride[axis] = step;
      step *= shape[axis];
    }
    int count = columnMajor.size();
    byte[] bytes = columnMajor.kind() == ElementKind.U1 ? new byte[count] : null;
    float[] floats = bytes == null ? new float[count] : null;
    int[] index = new int[shape.length];
    int target = 0;
    for (int source = 0; source < count; source++) {
      if (bytes != null) {
        bytes[target] = columnMajor.bytes()[source];
      } else {
        floats[target] = columnMajor.floats()[source];
      }
      for (int axis = 0; axis < shape.length; axis++) {
        target += stride[axis];
        if (++index[axis] < shape[axis]) {
          break;
        }
        index[axis] = 0;
        target -= stride[axis] * shape[axis];
      }
    }
    return bytes != null
        ? RawArray.ofBytes(shape, bytes)
        : RawArray.ofFloats(shape, columnMajor.kind(), floats);
  }
}
