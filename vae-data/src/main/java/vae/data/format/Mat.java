package vae.data.format;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import vae.data.format.MatTags.Tag;

/**
 * Reads matrices of unsigned bytes, and of numbers of single and double precision, from a MATLAB
 * level 5 file (MATLAB 5 to 7.2, or saved with -v6 or -v7), in either byte order, plain or
 * compressed.
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
  private static final int INT16 = 3;
  private static final int UINT16 = 4;
  private static final int INT32 = 5;
  private static final int UINT32 = 6;
  private static final int SINGLE = 7;
  private static final int DOUBLE = 9;
  private static final int MATRIX = 14;
  private static final int COMPRESSED = 15;

  private static final int CLASS_DOUBLE = 6;
  private static final int CLASS_SINGLE = 7;
  private static final int CLASS_UINT8 = 9;
  private static final int LAST_PLAIN_CLASS = 15;
  private static final int COMPLEX = 0x08;
  private static final int FLAG_BYTES = 8;
  private static final int MAX_AXES = 64;
  private static final int MAX_NAME = 1024;
  private static final String AGAIN = MatTags.AGAIN;
  private static final String SAVE = "Save it in MATLAB with save(file, '-v7').";

  private final Input in;
  private final MatTags tags;
  private final Set<String> variables;
  private final boolean numbers;
  private final Limits limits;

  /**
   * @param numbers whether variables may be of single and double precision
   */
  private Mat(Input in, ByteOrder order, Set<String> variables, boolean numbers, Limits limits) {
    this.in = in;
    tags = new MatTags(in, order);
    this.variables = variables;
    this.numbers = numbers;
    this.limits = limits;
  }

  /** One variable of the file. */
  private record Variable(String name, RawArray array) {}

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
    return read(file, Set.of(variable), false, limits).get(variable);
  }

  /**
   * Reads variables of unsigned bytes, single or double precision, axes in reverse. MATLAB stores
   * whole numbers in few bytes whatever their class; numbers become floats.
   *
   * @throws DataException as {@link #read}
   */
  public static Map<String, RawArray> readNumbers(Path file, Set<String> variables, Limits limits) {
    return read(file, variables, true, limits);
  }

  private static Map<String, RawArray> read(
      Path file, Set<String> variables, boolean numbers, Limits limits) {
    try (Input in = Input.open(file)) {
      Mat mat = new Mat(in, header(in), variables, numbers, limits);
      Map<String, RawArray> found = new TreeMap<>();
      for (int first = in.next(); first >= 0; first = in.next()) {
        long at = in.offset() - 1;
        Optional<Variable> next = mat.element(mat.tags.tag(first));
        if (next.isPresent() && found.put(next.get().name, next.get().array) != null) {
          throw new DataException(
              in.name(),
              at,
              "expected the variable " + next.get().name + " once, got it twice",
              SAVE);
        }
      }
      for (String variable : new TreeSet<>(variables)) {
        if (!found.containsKey(variable)) {
          throw in.broken("expected a variable \"" + variable + "\", got the end", AGAIN);
        }
      }
      return found;
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

  /** The matrix where it is one looked for. */
  private Optional<Variable> element(Tag tag) {
    if (tag.data() != null || tag.type() != MATRIX && tag.type() != COMPRESSED) {
      throw tags.wrong(
          tag.at(), "expected a matrix (14) or compressed data (15), got type " + tag.type());
    }
    in.promiseAtLeast(tag.bytes());
    if (tag.type() == COMPRESSED) {
      return compressed(tag.bytes());
    }
    long end = in.offset() + tag.bytes();
    Optional<Variable> found = matrix(tag.bytes());
    if (found.isEmpty()) {
      in.skip(end - in.offset(), "another variable");
    }
    return found;
  }

  /** Of another variable no more is decompressed than its name. */
  private Optional<Variable> compressed(long bytes) {
    long start = in.offset();
    Slice packed = new Slice(in, bytes);
    Inflater inflater = new Inflater();
    String name = in.name() + " (decompressed from byte " + start + ")";
    try (Input inner =
        Input.of(name, new InflaterInputStream(packed, inflater, 1 << 13), -1, bytes)) {
      Mat mat = new Mat(inner, tags.order(), variables, numbers, limits);
      Tag tag = mat.tags.tag(inner.next());
      if (tag.type() != MATRIX || tag.data() != null) {
        throw mat.tags.wrong(tag.at(), "expected a compressed matrix (14), got type " + tag.type());
      }
      Optional<Variable> found = mat.matrix(tag.bytes());
      if (found.isPresent()) {
        inner.expectEnd();
        if (inflater.getRemaining() > 0 || packed.left > 0) {
          throw tags.wrong(start, "expected compressed data up to the end of the element");
        }
      }
      in.skip(packed.left, "another variable");
      return found;
    } finally {
      inflater.end();
    }
  }

  /** Where it is one looked for; otherwise what is left of it is still to be passed over. */
  private Optional<Variable> matrix(long bytes) {
    long end = in.offset() + bytes;
    ByteBuffer flags = tags.field("the array flags", UINT32, FLAG_BYTES, end);
    if (flags.capacity() != FLAG_BYTES) {
      throw in.broken("expected 8 bytes of array flags, got " + flags.capacity(), AGAIN);
    }
    int word = flags.getInt();
    int type = word & 0xff;
    if (type <= LAST_PLAIN_CLASS) {
      ByteBuffer extents = tags.field("the dimensions", INT32, MAX_AXES * Integer.BYTES, end);
      long nameAt = in.offset();
      ByteBuffer name = tags.field("the name", INT8, MAX_NAME, end);
      String variable = StandardCharsets.ISO_8859_1.decode(name).toString();
      if (variables.contains(variable)) {
        if (!isRead(type) || (word >> Byte.SIZE & COMPLEX) != 0) {
          throw new DataException(
              in.name(),
              nameAt,
              "expected a real matrix of class %s, got class %d"
                  .formatted(numbers ? "double (6), single (7) or uint8 (9)" : "uint8 (9)", type),
              "Convert it in MATLAB with %s(%s)."
                  .formatted(numbers ? "double" : "uint8", variable));
        }
        return Optional.of(new Variable(variable, elements(extents, type, end)));
      }
    }
    return Optional.empty();
  }

  private boolean isRead(int type) {
    return type == CLASS_UINT8 || numbers && (type == CLASS_DOUBLE || type == CLASS_SINGLE);
  }

  private RawArray elements(ByteBuffer extents, int type, long end) {
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
    RawArray array = type == CLASS_UINT8 ? bytes(shape, end) : floats(shape, type, end);
    if (in.offset() != end) {
      throw in.broken("expected the matrix to end at byte " + end, AGAIN);
    }
    return array;
  }

  private RawArray bytes(int[] shape, long end) {
    int count = limits.elements(in.name(), in.offset(), shape, ElementKind.U1);
    Tag tag = tags.fieldTag("the data", UINT8, count, end);
    if (tag.bytes() != count) {
      throw tags.wrong(tag.at(), "expected %d bytes of data, got %d".formatted(count, tag.bytes()));
    }
    in.promiseAtLeast(tag.data() == null ? count : 0);
    return RawArray.ofBytes(shape, tags.data("the data", tag));
  }

  /** Numbers of a class that may be stored in fewer bytes. */
  private RawArray floats(int[] shape, int type, long end) {
    ElementKind kind = type == CLASS_DOUBLE ? ElementKind.F8 : ElementKind.F4;
    int count = limits.elements(in.name(), in.offset(), shape, kind);
    Tag tag = tags.tag(in.next());
    ElementKind stored = stored(tag);
    tags.requireWithin("the data", tag, end);
    if (tag.bytes() != (long) count * stored.bytes()) {
      throw tags.wrong(
          tag.at(),
          "expected %d bytes of data, got %d"
              .formatted((long) count * stored.bytes(), tag.bytes()));
    }
    float[] values;
    if (tag.data() != null) {
      values = new float[count];
      ByteBuffer inline = ByteBuffer.wrap(tag.data()).order(tags.order());
      ElementReader.floats(in.name(), tag.at(), inline, stored, count, values, 0);
    } else {
      in.promiseAtLeast(tag.bytes());
      values = ElementReader.floats(in, count, stored, tags.order());
      in.skip(MatTags.filling(tag.bytes()), "filling");
    }
    return RawArray.ofFloats(shape, kind, values);
  }

  private ElementKind stored(Tag tag) {
    return switch (tag.type()) {
      case INT8 -> ElementKind.I1;
      case UINT8 -> ElementKind.U1;
      case INT16 -> ElementKind.I2;
      case UINT16 -> ElementKind.U2;
      case INT32 -> ElementKind.I4;
      case UINT32 -> ElementKind.U4;
      case SINGLE -> ElementKind.F4;
      case DOUBLE -> ElementKind.F8;
      default -> throw tags.wrong(tag.at(), "the data: expected numbers, got type " + tag.type());
    };
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
