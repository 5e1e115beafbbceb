package vae.data.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The tags of a MATLAB level 5 file and the data behind them: type and number of bytes, or both and
 * up to four bytes of data in eight; data are filled up to a multiple of eight.
 */
record MatTags(Input in, ByteOrder order) {

  static final String AGAIN = "Check that this is a MATLAB file, or fetch it again.";

  private static final int TAG_BYTES = 8;
  private static final int MAX_INLINE = 4;

  /** What stands before an element's data. */
  record Tag(long at, int type, long bytes, byte[] data) {}

  /**
   * The next tag.
   *
   * @param first its first byte; −1 where there is none
   */
  Tag tag(int first) {
    if (first < 0) {
      throw in.broken("expected an element, got the end of the file", AGAIN);
    }
    long at = in.offset() - 1;
    byte[] tag = new byte[TAG_BYTES];
    tag[0] = (byte) first;
    in.read(tag, 1, TAG_BYTES - 1, "an element's tag");
    ByteBuffer words = ByteBuffer.wrap(tag).order(order);
    int word = words.getInt();
    int inline = word >>> Short.SIZE;
    if (inline > MAX_INLINE) {
      throw wrong(at, "expected at most 4 bytes in a small element, got " + inline);
    }
    return inline == 0
        ? new Tag(at, word, words.getInt() & 0xffffffffL, null)
        : new Tag(
            at, word & 0xffff, inline, Arrays.copyOfRange(tag, MAX_INLINE, MAX_INLINE + inline));
  }

  /** A part of a matrix, in the file's byte order. */
  ByteBuffer field(String what, int type, int most, long end) {
    return ByteBuffer.wrap(data(what, fieldTag(what, type, most, end))).order(order);
  }

  /** The tag of a part of a matrix, which ends within it. */
  Tag fieldTag(String what, int type, int most, long end) {
    Tag tag = tag(in.next());
    if (tag.type != type) {
      throw wrong(tag.at, "%s: expected type %d, got %d".formatted(what, type, tag.type));
    }
    if (tag.bytes > most) {
      throw wrong(tag.at, "%s: expected at most %d bytes, got %d".formatted(what, most, tag.bytes));
    }
    requireWithin(what, tag, end);
    return tag;
  }

  /** Refuses a part that reaches beyond the matrix. */
  void requireWithin(String what, Tag tag, long end) {
    if (in.offset() + (tag.data == null ? tag.bytes + filling(tag.bytes) : 0) > end) {
      throw wrong(tag.at, what + ": expected to end within the matrix, at byte " + end);
    }
  }

  /** What the tag announces, with its filling. */
  byte[] data(String what, Tag tag) {
    if (tag.data != null) {
      return tag.data;
    }
    byte[] data = new byte[(int) tag.bytes];
    in.read(data, 0, data.length, what);
    in.skip(filling(data.length), "filling");
    return data;
  }

  static long filling(long bytes) {
    return -bytes & (TAG_BYTES - 1);
  }

  DataException wrong(long at, String problem) {
    return new DataException(in.name(), at, problem, AGAIN);
  }
}
