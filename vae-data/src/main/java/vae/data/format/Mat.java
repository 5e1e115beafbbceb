package vae.data.format;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * Reads a matrix of unsigned bytes from a MATLAB level 5 file (MATLAB 5 to 7.2, or saved with -v6
 * or -v7), in either byte order, plain or compressed.
 *
 * <p>A header of 128 bytes, then elements: each a tag (type and number of bytes, or both and up to
 * four bytes of data in eight) and its data, filled up to a multiple of eight. Other variables are
 * passed over. Source: The MathWorks, "MAT-File Format", chapter 1.
 */
public final class Mat {

  private static final int HEADER = 128;
  private static final int VERSION_AT = 124;
  private static final int ENDIAN_AT = 126;
  private static final int LEVEL_5 = 0x0100;
  private static final int LEVEL_7_3 = 0x0200;

  private static final int INT8 = 1;
  private static final int UINT8 = 2;
  private static final int INT32 = 5;
  private static final int UINT32 = 6;
  private static final int MATRIX = 14;
  private static final int COMPRESSED = 15;

  private static final int CLASS_UINT8 = 9;
  private static final int LAST_PLAIN_CLASS = 15;
  private static final int COMPLEX = 0x08;
  private static final int FLAG_BYTES = 8;
  private static final int TAG_BYTES = 8;
  private static final int MAX_INLINE = 4;
  private static final int MAX_AXES = 64;
  private static final int MAX_NAME = 1024;
  private static final String AGAIN = "Check that this is a MATLAB file, or fetch it again.";
  private static final String SAVE = "Save it in MATLAB with save(file, '-v7').";

  private final Input in;
  private final ByteOrder order;
  private final String variable;
  private final Limits limits;

  private Mat(Input in, ByteOrder order, String variable, Limits limits) {
    this.in = in;
    this.order = order;
    this.variable = variable;
    this.limits = limits;
  }

  /**
   * Reads one variable.
   *
   * <p>Axes come in reverse, which leaves the elements in the order of the file: MATLAB's first
   * axis varies fastest, the last one of {@link RawArray} does. A matrix of 560 rows and 1,965
   * columns becomes an array of shape [1965, 560], one row a column.
   *
   * @param variable its name; of class uint8
   * @throws DataException where the file is missing, damaged, of another format or beyond the
   *     limits, or has no such variable of that class
   */
  public static RawArray read(Path file, String variable, Limits limits) {
    try (Input in = Input.open(file)) {
      Mat mat = new Mat(in, header(in), variable, limits);
      Optional<RawArray> found = Optional.empty();
      for (int first = in.next(); first >= 0; first = in.next()) {
        long at = in.offset() - 1;
        Optional<RawArray> next = mat.element(mat.tag(first));
        if (found.isPresent() && next.isPresent()) {
          throw new DataException(
              in.name(), at, "expected the variable " + variable + " once, got it twice", SAVE);
        }
        found = found.or(() -> next);
      }
      return found.orElseThrow(
          () -> in.broken("expected a variable \"" + variable + "\", got the end", AGAIN));
    }
  }

  private static ByteOrder header(Input in) {
    byte[] header = new byte[HEADER];
    in.read(header, 0, HEADER, "the MATLAB header");
    String endian = new String(header, ENDIAN_AT, 2, StandardCharsets.ISO_8859_1);
    ByteOrder order =
        switch (endian) {
          case "IM" -> ByteOrder.LITTLE_ENDIAN;
          case "MI" -> ByteOrder.BIG_ENDIAN;
          default ->
              throw new DataException(
                  in.name(), ENDIAN_AT, "expected the letters IM or MI, got other bytes", AGAIN);
        };
    int version = ByteBuffer.wrap(header).order(order).getShort(VERSION_AT) & 0xffff;
    if (version != LEVEL_5) {
      throw new DataException(
          in.name(),
          VERSION_AT,
          "expected version 0100 (level 5), got %04x%s"
              .formatted(version, version == LEVEL_7_3 ? " (level 7.3, an HDF5 file)" : ""),
          SAVE);
    }
    return order;
  }

  /** What stands before an element's data. */
  private record Tag(long at, int type, long bytes, byte[] data) {}

  private Tag tag(int first) {
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

  /** The matrix where it is the one looked for. */
  private Optional<RawArray> element(Tag tag) {
    if (tag.data != null || tag.type != MATRIX && tag.type != COMPRESSED) {
      throw wrong(tag.at, "expected a matrix (14) or compressed data (15), got type " + tag.type);
    }
    in.promiseAtLeast(tag.bytes);
    return tag.type == MATRIX ? matrix(tag.bytes) : compressed(tag.bytes);
  }

  private Optional<RawArray> compressed(long bytes) {
    long start = in.offset();
    Slice packed = new Slice(in, bytes);
    Inflater inflater = new Inflater();
    String name = in.name() + " (decompressed from byte " + start + ")";
    try (Input inner =
        Input.of(name, new InflaterInputStream(packed, inflater, 1 << 13), -1, bytes)) {
      Mat mat = new Mat(inner, order, variable, limits);
      Tag tag = mat.tag(inner.next());
      if (tag.type != MATRIX || tag.data != null) {
        throw mat.wrong(tag.at, "expected a compressed matrix (14), got type " + tag.type);
      }
      Optional<RawArray> found = mat.matrix(tag.bytes);
      if (found.isPresent()) {
        inner.expectEnd();
        if (inflater.getRemaining() > 0 || packed.left > 0) {
          throw wrong(start, "expected compressed data up to the end of the element");
        }
      }
      in.skip(packed.left, "another variable");
      return found;
    } finally {
      inflater.end();
    }
  }

  private Optional<RawArray> matrix(long bytes) {
    long end = in.offset() + bytes;
    ByteBuffer flags = field("the array flags", UINT32, FLAG_BYTES, end);
    if (flags.capacity() != FLAG_BYTES) {
      throw in.broken("expected 8 bytes of array flags, got " + flags.capacity(), AGAIN);
    }
    int word = flags.getInt();
    int type = word & 0xff;
    if (type <= LAST_PLAIN_CLASS) {
      ByteBuffer extents = field("the dimensions", INT32, MAX_AXES * Integer.BYTES, end);
      long nameAt = in.offset();
      ByteBuffer name = field("the name", INT8, MAX_NAME, end);
      if (variable.equals(StandardCharsets.ISO_8859_1.decode(name).toString())) {
        if (type != CLASS_UINT8 || (word >> Byte.SIZE & COMPLEX) != 0) {
          throw new DataException(
              in.name(),
              nameAt,
              "expected a real matrix of class uint8 (9), got class " + type,
              "Convert it in MATLAB with uint8(" + variable + ").");
        }
        return Optional.of(elements(extents, end));
      }
    }
    in.skip(end - in.offset(), "another variable");
    return Optional.empty();
  }

  private RawArray elements(ByteBuffer extents, long end) {
    int axes = extents.capacity() / Integer.BYTES;
    if (axes < 2 || extents.capacity() % Integer.BYTES != 0) {
      throw in.broken("expected at least 2 dimensions of 4 bytes each", AGAIN);
    }
    int[] shape = new int[axes];
    for (int axis = axes - 1; axis >= 0; axis--) {
      shape[axis] = extents.getInt();
      if (shape[axis] < 0) {
        throw in.broken("expected dimensions of at least 0, got " + shape[axis], AGAIN);
      }
    }
    int count = limits.elements(in.name(), in.offset(), shape, ElementKind.U1);
    Tag tag = fieldTag("the data", UINT8, count, end);
    if (tag.bytes != count) {
      throw wrong(tag.at, "expected %d bytes of data, got %d".formatted(count, tag.bytes));
    }
    in.promiseAtLeast(tag.data == null ? count : 0);
    RawArray array = RawArray.ofBytes(shape, data("the data", tag));
    if (in.offset() != end) {
      throw in.broken("expected the matrix to end at byte " + end, AGAIN);
    }
    return array;
  }

  private ByteBuffer field(String what, int type, int most, long end) {
    return ByteBuffer.wrap(data(what, fieldTag(what, type, most, end))).order(order);
  }

  /** The tag of a part of a matrix, which ends within it. */
  private Tag fieldTag(String what, int type, int most, long end) {
    Tag tag = tag(in.next());
    if (tag.type != type) {
      throw wrong(tag.at, "%s: expected type %d, got %d".formatted(what, type, tag.type));
    }
    if (tag.bytes > most) {
      throw wrong(tag.at, "%s: expected at most %d bytes, got %d".formatted(what, most, tag.bytes));
    }
    if (in.offset() + (tag.data == null ? tag.bytes + filling(tag.bytes) : 0) > end) {
      throw wrong(tag.at, what + ": expected to end within the matrix, at byte " + end);
    }
    return tag;
  }

  private byte[] data(String what, Tag tag) {
    if (tag.data != null) {
      return tag.data;
    }
    byte[] data = new byte[(int) tag.bytes];
    in.read(data, 0, data.length, what);
    in.skip(filling(data.length), "filling");
    return data;
  }

  private static long filling(long bytes) {
    return -bytes & (TAG_BYTES - 1);
  }

  private DataException wrong(long at, String problem) {
    return new DataException(in.name(), at, problem, AGAIN);
  }

  /** The next N bytes of an input. */
  private static final class Slice extends InputStream {
    private final Input in;
    private long left;

    Slice(Input in, long left) {
      this.in = in;
      this.left = left;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int from, int count) {
      if (left == 0) {
        return -1;
      }
      int step = (int) Math.min(count, left);
      in.read(into, from, step, "the compressed data");
      left -= step;
      return step;
    }
  }
}
