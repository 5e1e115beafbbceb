package vae.data.format;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Reads a text of zeros and ones, one example per line with spaces between its values, as
 * Larochelle's binarized MNIST is published.
 *
 * <p>Lines end with a line feed, which may follow spaces or a carriage return; the last one may
 * lack it. Nothing else is read for a value: no signs, points or exponents.
 */
public final class Amat {

  private static final String AGAIN = "Check that this is the published file, or fetch it again.";

  private Amat() {}

  /**
   * Reads all lines, and compares the content with what is pinned.
   *
   * @param rows how many lines there are, ≥ 1
   * @param columns how many values each has, ≥ 1
   * @return unsigned bytes [rows, columns], each 0 or 1
   * @throws DataException where the file is missing, of another format or shape, or not the pinned
   *     one
   */
  public static RawArray readPinned(
      Path file, int rows, int columns, Fingerprint content, String fix, Limits limits) {
    MessageDigest digest = Fingerprint.sha256Digest();
    try (Input in = Input.open(file).digesting(digest)) {
      RawArray read = read(in, rows, columns, limits);
      String sha256 = HexFormat.of().formatHex(digest.digest());
      content.require(in.name(), new Fingerprint(in.offset(), sha256), fix);
      return read;
    }
  }

  /** The same of any file of that shape. */
  static RawArray read(Path file, int rows, int columns, Limits limits) {
    try (Input in = Input.open(file)) {
      return read(in, rows, columns, limits);
    }
  }

  private static RawArray read(Input in, int rows, int columns, Limits limits) {
    int[] shape = {rows, columns};
    int count = limits.elements(in.name(), 0, shape, ElementKind.U1);
    in.promiseAtLeast(2L * count - 1);
    byte[] values = new byte[count];
    for (int row = 0; row < rows; row++) {
      row(in, row, columns, values);
    }
    in.expectEnd();
    return RawArray.ofBytes(shape, values);
  }

  /** One line, with its end. */
  private static void row(Input in, int row, int columns, byte[] values) {
    int column = 0;
    boolean between = true; // a value may begin
    while (true) {
      int next = in.next();
      if (next == '\n' || next < 0) {
        if (column < columns) {
          throw in.broken(
              "line %d: expected %d values, got %d".formatted(row + 1, columns, column), AGAIN);
        }
        return;
      }
      if (next == ' ' || next == '\r') {
        between = true;
      } else if (next == '0' || next == '1') {
        if (!between || column == columns) {
          String expected = between ? columns + " values" : "a space between values";
          throw at(in, row, "expected " + expected + ", got more");
        }
        values[row * columns + column++] = (byte) (next - '0');
        between = false;
      } else {
        throw at(in, row, "expected 0, 1 or a space, got byte " + next);
      }
    }
  }

  /** A complaint about the byte that was just taken. */
  private static DataException at(Input in, int row, String problem) {
    String where = "line %d: %s".formatted(row + 1, problem);
    return new DataException(in.name(), in.offset() - 1, where, AGAIN);
  }
}
