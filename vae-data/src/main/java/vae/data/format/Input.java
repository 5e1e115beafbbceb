package vae.data.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * Reads the decompressed bytes of one file forwards and counts them, so that what is missing or too
 * much is found and named, and found out before memory is taken wherever the file's size tells.
 */
final class Input implements AutoCloseable {

  /** Deflate can make no more than this of one byte. */
  private static final long MAX_INFLATION = 1032;

  private final String name;
  private final InputStream in;
  private final long exactSize;
  private final long packedSize;
  private final byte[] buffer = new byte[1 << 16];
  private MessageDigest digest;
  private int start;
  private int end;
  private long offset;

  private Input(String name, InputStream in, long exactSize, long packedSize) {
    this.name = name;
    this.in = in;
    this.exactSize = exactSize;
    this.packedSize = packedSize;
  }

  /** Opens a regular file; decompresses it where it begins with the two magic bytes of gzip. */
  static Input open(Path file) {
    String name = file.toString();
    if (!Files.isRegularFile(file)) {
      String got = Files.exists(file) ? "something else" : "nothing";
      throw new DataException(name, "expected a file, got " + got, "Check the path.");
    }
    InputStream in = null;
    try {
      long size = Files.size(file);
      in = Files.newInputStream(file);
      byte[] magic = in.readNBytes(2);
      in.close();
      in = Files.newInputStream(file);
      boolean gzip = magic.length == 2 && magic[0] == 0x1f && magic[1] == (byte) 0x8b;
      Input input =
          gzip ? new Input(name, new GzipInput(name, in), -1, size) : of(name, in, size, size);
      in = null;
      return input;
    } catch (IOException e) {
      throw DataException.of(name, -1, e);
    } finally {
      closeQuietly(in);
    }
  }

  /**
   * Reads a stream that is said to have {@code size} bytes, decompressed from {@code packedSize}.
   */
  static Input of(String name, InputStream in, long size, long packedSize) {
    return new Input(name, in, size, packedSize);
  }

  private static void closeQuietly(InputStream in) {
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException e) {
      return; // the file was only read, and the first failure is on its way to the caller
    }
  }

  /** Feeds every byte from here on to the digest. */
  Input digesting(MessageDigest sink) {
    digest = sink;
    return this;
  }

  /** The file's name for messages. */
  String name() {
    return name;
  }

  /** Whether the bytes are those of the file, not decompressed ones. */
  boolean plain() {
    return exactSize >= 0;
  }

  /** How many bytes have been taken. */
  long offset() {
    return offset;
  }

  /** The next byte as 0 … 255, or −1 at the end. */
  int next() {
    if (start == end && !fill()) {
      return -1;
    }
    offset++;
    return buffer[start++] & 0xff;
  }

  /** Fills the range or throws; {@code what} says what was being read. */
  void read(byte[] into, int from, int count, String what) {
    int got = 0;
    while (got < count) {
      if (start == end && !fill()) {
        throw broken(
            "expected %d more bytes of %s, got the end of the file".formatted(count - got, what),
            "The file is truncated: fetch it again.");
      }
      int step = Math.min(end - start, count - got);
      System.arraycopy(buffer, start, into, from + got, step);
      start += step;
      offset += step;
      got += step;
    }
  }

  /** Takes {@code count} bytes that nobody needs, or throws as {@link #read}. */
  void skip(long count, String what) {
    byte[] nobody = new byte[(int) Math.min(count, 1 << 13)];
    for (long left = count; left > 0; left -= Math.min(left, nobody.length)) {
      read(nobody, 0, (int) Math.min(left, nobody.length), what);
    }
  }

  /** Throws where it is already known that not exactly {@code count} bytes are left. */
  void promise(long count) {
    if (exactSize >= 0 && exactSize - offset != count) {
      throw broken(
          "expected %s more bytes of data, got %d"
              .formatted(count == Long.MAX_VALUE ? "over 2^63" : count, exactSize - offset),
          exactSize - offset < count
              ? "The file is truncated: fetch it again."
              : "Remove what follows the data, or fetch the file again.");
    }
    checkInflation(count);
  }

  /** Whether this many bytes, and no more, may be left; not where {@code count} is negative. */
  boolean mayHave(long count) {
    return count >= 0
        && (exactSize < 0 || exactSize - offset == count)
        && count / MAX_INFLATION <= packedSize;
  }

  /** Throws where it is already known that fewer than {@code count} bytes are left. */
  void promiseAtLeast(long count) {
    if (exactSize >= 0 && exactSize - offset < count) {
      throw broken(
          "expected at least %d more bytes, got %d".formatted(count, exactSize - offset),
          "The file is truncated: fetch it again.");
    }
    checkInflation(count);
  }

  private void checkInflation(long count) {
    if (count / MAX_INFLATION > packedSize) {
      throw broken(
          "the header promises %d bytes, which no file of %d compressed bytes holds"
              .formatted(count, packedSize),
          "Fetch the file again.");
    }
  }

  /** Throws where the file continues. */
  void expectEnd() {
    long at = offset;
    if (next() >= 0) {
      throw new DataException(
          name,
          at,
          "expected the end of the file, got more bytes",
          "Remove what follows the data, or fetch the file again.");
    }
  }

  /** The complaint at the current byte. */
  DataException broken(String problem, String fix) {
    return new DataException(name, offset, problem, fix);
  }

  private boolean fill() {
    try {
      start = 0;
      end = Math.max(0, in.read(buffer, 0, buffer.length));
    } catch (IOException e) {
      end = 0;
      throw DataException.of(name, offset, e);
    }
    if (digest != null) {
      digest.update(buffer, 0, end);
    }
    return end > 0;
  }

  @Override
  public void close() {
    closeQuietly(in);
  }
}
