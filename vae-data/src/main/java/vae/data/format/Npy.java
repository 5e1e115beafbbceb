package vae.data.format;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads NumPy's .npy files, format versions 1 to 3, raw or gzip; never runs what is in them.
 *
 * <p>Booleans, integers of 1 to 8 bytes with and without a sign, and f2, f4 and f8, of either byte
 * order, in C or Fortran order; headers of Python 2 too. Source: NumPy's documentation,
 * "numpy.lib.format".
 */
public final class Npy {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final String FIX = "Check that this is a .npy file, or save it again.";

  private Npy() {}

  /**
   * @throws DataException where the file is missing, damaged, not NumPy's, of another type, or
   *     beyond the limits
   */
  public static RawArray read(Path file, Limits limits) {
    try (Input in = Input.open(file)) {
      return read(in, limits);
    }
  }

  /**
   * The examples of a file, mapped where it is large and its layout allows; the first axis counts
   * them.
   *
   * @throws DataException as {@link #read}, and where the array has no axis
   */
  public static Elements open(Path file, Limits limits) {
    try (Input in = Input.open(file)) {
      NpyHeader header = header(in);
      if (header.shape().length == 0) {
        throw in.broken("expected at least one axis, got a single number", FIX);
      }
      return Elements.open(
          file, in, header.shape(), header.kind(), header.order(), header.columnMajor(), limits);
    }
  }

  static RawArray read(Input in, Limits limits) {
    NpyHeader header = header(in);
    return ElementReader.read(
        in, header.shape(), header.kind(), header.order(), header.columnMajor(), limits);
  }

  private static NpyHeader header(Input in) {
    byte[] start = new byte[8];
    in.read(start, 0, 8, "the NumPy header");
    if (start[0] == 'P' && start[1] == 'K') {
      throw new DataException(
          in.name(),
          0,
          "expected a single array, got an archive of arrays (.npz)",
          "Name one of its arrays after a hash sign: archive.npz#images.");
    }
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new DataException(
          in.name(), 0, "expected the magic bytes 93 NUMPY, got other bytes", FIX);
    }
    if (start[6] < 1 || start[6] > 3 || start[7] != 0) {
      throw new DataException(
          in.name(),
          6,
          "expected format version 1.0, 2.0 or 3.0, got "
              + (start[6] & 0xff)
              + "."
              + (start[7] & 0xff),
          FIX);
    }
    byte[] length = new byte[start[6] == 1 ? 2 : 4];
    in.read(length, 0, length.length, "the NumPy header");
    long headerBytes = 0;
    for (int i = length.length - 1; i >= 0; i--) {
      headerBytes = headerBytes << 8 | (length[i] & 0xff);
    }
    if (headerBytes > MAX_HEADER) {
      throw new DataException(
          in.name(),
          8,
          "expected a header of at most " + MAX_HEADER + " bytes, got " + headerBytes,
          FIX);
    }
    long offset = in.offset();
    byte[] text = new byte[(int) headerBytes];
    in.read(text, 0, text.length, "the NumPy header");
    return NpyHeader.parse(in, text, offset);
  }
}
