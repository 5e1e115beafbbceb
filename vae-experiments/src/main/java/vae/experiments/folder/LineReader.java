package vae.experiments.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/**
 * Lines of a text file in UTF-8, one at a time, in memory that the longest line bounds. Lines end
 * with a line feed; a carriage return in front of it is dropped.
 */
public final class LineReader implements AutoCloseable {

  private final FolderFile file;
  private final InputStream in;
  private final int longest;
  private final byte[] buffer = new byte[1 << 16];
  private byte[] line = new byte[256];
  private int from;
  private int to;
  private long number;
  private boolean terminated = true;

  LineReader(FolderFile file, InputStream in, int longest) {
    this.file = file;
    this.in = in;
    this.longest = longest;
  }

  /**
   * The next line without its end; null after the last.
   *
   * @throws FolderException where it is longer than the limit, or is not UTF-8
   */
  public String next() throws IOException {
    int length = 0;
    boolean any = false;
    terminated = true;
    while (true) {
      if (from == to) {
        to = in.read(buffer);
        from = 0;
        if (to < 0) {
          to = 0;
          terminated = !any;
          return any ? text(length) : null;
        }
      }
      if (!any) {
        any = true;
        number++;
      }
      int end = from;
      while (end < to && buffer[end] != '\n') {
        end++;
      }
      length = append(length, end - from);
      if (end < to) {
        from = end + 1;
        return text(length);
      }
      from = end;
    }
  }

  private int append(int length, int count) {
    if (count > longest - length) {
      throw malformed("expected at most %d bytes in it".formatted(longest));
    }
    if (length + count > line.length) {
      line = Arrays.copyOf(line, Math.max(length + count, 2 * line.length));
    }
    System.arraycopy(buffer, from, line, length, count);
    return length + count;
  }

  private String text(int length) {
    int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line, 0, end)).toString();
    } catch (CharacterCodingException e) {
      throw malformed("expected UTF-8");
    }
  }

  /** The number of the line that was read last, from 1. */
  public long number() {
    return number;
  }

  /** Whether the line that was read last ended with a line feed. */
  public boolean terminated() {
    return terminated;
  }

  /**
   * Reads the line that was read last as JSON.
   *
   * @throws FolderException where it is none, naming the line
   */
  public JsonNode json(String text) {
    return StrictJson.parse(file.path(), number, text);
  }

  public FolderException malformed(String problem) {
    return new FolderException(
        file.path(), "line %d: %s".formatted(number, problem), FolderException.COPY_AGAIN);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
