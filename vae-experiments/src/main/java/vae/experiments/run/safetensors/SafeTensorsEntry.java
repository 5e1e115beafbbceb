package vae.experiments.run.safetensors;

import java.util.Arrays;

/**
 * One array of a {@link SafeTensors} file: element type, shape, and values in row-major order.
 *
 * <p>Values are wrapped, not copied, on the way in and on the way out, since parameters may fill
 * most of the memory: treat the arrays as read-only.
 */
public final class SafeTensorsEntry {

  public enum Type {
    /** 32-bit IEEE floating point. */
    F32(4),
    /** 64-bit IEEE floating point. */
    F64(8),
    /** 32-bit signed integer. */
    I32(4),
    /** 64-bit signed integer. */
    I64(8),
    /** 8-bit unsigned integer. */
    U8(1);

    private final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    public int bytes() {
      return bytes;
    }
  }

  private final Type type;
  private final int[] shape;
  private final Object values;
  private final int size;

  SafeTensorsEntry(Type type, int[] shape, Object values, int length) {
    long product = 1;
    for (int extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException(
            "shape: extents must be at least 0, got " + Arrays.toString(shape));
      }
      product = Math.multiplyExact(product, (long) extent);
    }
    if (product != length) {
      throw new IllegalArgumentException(
          "shape: %s needs %d values, got %d".formatted(Arrays.toString(shape), product, length));
    }
    this.type = type;
    this.shape = shape.clone();
    this.values = values;
    this.size = length;
  }

  /** Wraps float32 values; the product of {@code shape} is their count. */
  public static SafeTensorsEntry of(float[] values, int... shape) {
    return new SafeTensorsEntry(Type.F32, shape, values, values.length);
  }

  /** Wraps float64 values; the product of {@code shape} is their count. */
  public static SafeTensorsEntry of(double[] values, int... shape) {
    return new SafeTensorsEntry(Type.F64, shape, values, values.length);
  }

  /** Wraps int32 values; the product of {@code shape} is their count. */
  public static SafeTensorsEntry of(int[] values, int... shape) {
    return new SafeTensorsEntry(Type.I32, shape, values, values.length);
  }

  /** Wraps int64 values; the product of {@code shape} is their count. */
  public static SafeTensorsEntry of(long[] values, int... shape) {
    return new SafeTensorsEntry(Type.I64, shape, values, values.length);
  }

  /** Wraps unsigned bytes; the product of {@code shape} is their count. */
  public static SafeTensorsEntry of(byte[] values, int... shape) {
    return new SafeTensorsEntry(Type.U8, shape, values, values.length);
  }

  public Type type() {
    return type;
  }

  /** Extents, outermost first; a copy. Empty for a single number. */
  public int[] shape() {
    return shape.clone();
  }

  public int size() {
    return size;
  }

  /** The values themselves, if of type F32. */
  public float[] floats() {
    return (float[]) as(Type.F32);
  }

  public double[] doubles() {
    return (double[]) as(Type.F64);
  }

  public int[] ints() {
    return (int[]) as(Type.I32);
  }

  public long[] longs() {
    return (long[]) as(Type.I64);
  }

  /** The values themselves, if of type U8; Java's bytes are signed, so mask with 0xFF. */
  public byte[] bytes() {
    return (byte[]) as(Type.U8);
  }

  /** A copy of the values as doubles, whatever their type; I64 beyond 2^53 is rounded. */
  public double[] toDoubles() {
    double[] copy = new double[size];
    for (int i = 0; i < size; i++) {
      copy[i] =
          switch (values) {
            case float[] v -> v[i];
            case double[] v -> v[i];
            case int[] v -> v[i];
            case long[] v -> v[i];
            case byte[] v -> v[i] & 0xFF;
            default -> throw new AssertionError(type);
          };
    }
    return copy;
  }

  public Object values() {
    return values;
  }

  private Object as(Type wanted) {
    if (type != wanted) {
      throw new IllegalStateException("expected an array of " + wanted + ", got one of " + type);
    }
    return values;
  }
}
