package vae.autodiff.array;

/** Element types: {@code F32} to train, {@code F64} to verify. */
public enum DType {
  /** IEEE binary32. */
  F32(4),
  /** IEEE binary64. */
  F64(8);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  public int bytes() {
    return bytes;
  }
}
