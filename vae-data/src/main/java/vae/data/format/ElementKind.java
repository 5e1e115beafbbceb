package vae.data.format;

/** The types of numbers that the readers understand, named as NumPy names them. */
public enum ElementKind {
  /** Unsigned bytes; the only kind that stays bytes in memory. */
  U1(1),
  /** Signed bytes. */
  I1(1),
  /** Signed 16-bit integers. */
  I2(2),
  /** Signed 32-bit integers. */
  I4(4),
  /** Signed 64-bit integers. */
  I8(8),
  /** Unsigned 16-bit integers. */
  U2(2),
  /** Unsigned 32-bit integers. */
  U4(4),
  /** Unsigned 64-bit integers. */
  U8(8),
  /** IEEE half precision. */
  F2(2),
  /** IEEE single precision. */
  F4(4),
  /** IEEE double precision; rounded to single in memory. */
  F8(8);

  private final int bytes;

  ElementKind(int bytes) {
    this.bytes = bytes;
  }

  public int bytes() {
    return bytes;
  }

  public boolean isInteger() {
    return this != F2 && this != F4 && this != F8;
  }

  /** Bytes of one element in memory: 1 for {@link #U1}, else 4. */
  public int storedBytes() {
    return this == U1 ? 1 : Float.BYTES;
  }
}
