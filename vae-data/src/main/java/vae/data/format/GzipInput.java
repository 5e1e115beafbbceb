package vae.data.format;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses a gzip file of one or more members, strictly (RFC 1952).
 *
 * <p>The JDK's own stream takes trailing bytes after the last member for the end of the file and
 * drops them in silence; here they are an error, as are reserved flags, a wrong checksum and a
 * wrong length. Needs constant memory.
 */
final class GzipInput extends InputStream {

  private static final int HEADER_CHECKSUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int RESERVED = 0xe0;
  private static final String FIX = "Fetch the file again.";

  private final String file;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private final Inflater inflater = new Inflater(true);
  private final CRC32 checksum = new CRC32();
  private int start;
  private int end;
  private long consumed;
  private boolean done;

  GzipInput(String file, InputStream in) throws IOException {
    this.file = file;
    this.in = in;
    header(take());
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (!done) {
        int count = inflater.inflate(into, offset, length);
        start = end - inflater.getRemaining();
        if (count > 0) {
          checksum.update(into, offset, count);
          return count;
        }
        if (inflater.finished()) {
          nextMember();
        } else if (inflater.needsDictionary()) {
          throw broken("the compressed data need a preset dictionary, which gzip does not have");
        } else {
          if (!fill()) {
            throw broken("expected more compressed data, got the end of the file");
          }
          inflater.setInput(buffer, start, end - start);
        }
      }
      return -1;
    } catch (DataFormatException e) {
      throw broken("the compressed data are damaged (" + e.getMessage() + ")");
    }
  }

  private void nextMember() throws IOException {
    long sum = little(4);
    if (sum != checksum.getValue()) {
      throw broken("expected the checksum %08x, got %08x".formatted(sum, checksum.getValue()));
    }
    long length = little(4);
    if (length != (inflater.getBytesWritten() & 0xffffffffL)) {
      throw broken("expected " + length + " decompressed bytes, got " + inflater.getBytesWritten());
    }
    if (start == end && !fill()) {
      done = true;
      return;
    }
    inflater.reset();
    checksum.reset();
    header(take());
  }

  private void header(int first) throws IOException {
    if (first != 0x1f || take() != 0x8b) {
      throw broken("expected the end of the file or a gzip header, got other bytes");
    }
    if (take() != 8) {
      throw broken("expected the compression method 8 (deflate)");
    }
    int flags = take();
    if ((flags & RESERVED) != 0) {
      throw broken("expected gzip flags below 32, got " + flags);
    }
    skip(6);
    if ((flags & EXTRA) != 0) {
      skip((int) little(2));
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CHECKSUM) != 0) {
      skip(2);
    }
    inflater.setInput(buffer, start, end - start);
  }

  private void skip(int count) throws IOException {
    for (int i = 0; i < count; i++) {
      take();
    }
  }

  private void skipText() throws IOException {
    while (take() != 0) {
      continue;
    }
  }

  private long little(int count) throws IOException {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value |= (long) take() << (8 * i);
    }
    return value;
  }

  private int take() throws IOException {
    if (start == end && !fill()) {
      throw broken("expected more of the gzip header or trailer, got the end of the file");
    }
    return buffer[start++] & 0xff;
  }

  private boolean fill() throws IOException {
    consumed += end;
    start = 0;
    end = Math.max(0, in.read(buffer, 0, buffer.length));
    return end > 0;
  }

  private DataException broken(String problem) {
    String where = "compressed byte " + (consumed + start) + ": ";
    return new DataException(file, where + problem, FIX);
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }
}
