package vae.data.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Examples of equal shape as they stand in memory or in mapped files: read one at a time, never
 * held whole where they are mapped.
 *
 * <p>Numbers are those of {@link RawArray}: unsigned bytes stay bytes, all else is read as float;
 * integers beyond 2²⁴ and doubles beyond the range of floats are refused when they are read. A
 * mapped file must not be changed while it is in use; {@link #mappedFiles} tell whether it was.
 * Immutable, and safe for use by many threads.
 */
public final class Elements {

  private static final int DIGEST_CHUNK = 1 << 16;

  private final ElementKind kind;
  private final int[] shape;
  private final int dimension;
  private final Piece[] pieces;
  private final int[] firsts;

  /** Consecutive examples in one stretch of memory. */
  private record Piece(
      String name,
      long fileOffset,
      MemorySegment data,
      ElementKind stored,
      ByteOrder order,
      byte[] bytes,
      MappedFile file) {}

  private Elements(ElementKind kind, int[] shape, Piece[] pieces, int[] firsts) {
    this.kind = kind;
    this.shape = shape;
    this.pieces = pieces;
    this.firsts = firsts;
    int size = 1;
    for (int axis = 1; axis < shape.length; axis++) {
      size = Math.multiplyExact(size, shape[axis]);
    }
    dimension = size;
  }

  /**
   * The elements of the shape: mapped where the file is plain, in row-major order and large, read
   * otherwise.
   */
  static Elements open(
      Path file,
      Input in,
      int[] shape,
      ElementKind kind,
      ByteOrder order,
      boolean columnMajor,
      Limits limits) {
    long bytes = kind.bytes();
    for (int extent : shape) {
      bytes = extent == 0 ? 0 : bytes > Long.MAX_VALUE / extent ? Long.MAX_VALUE : bytes * extent;
    }
    boolean reorder = columnMajor && shape.length > 1;
    if (!in.plain() || reorder || shape.length == 0 || bytes <= limits.mapFrom()) {
      return of(in.name(), ElementReader.read(in, shape, kind, order, columnMajor, limits));
    }
    limits.checkExample(in.name(), in.offset(), shape);
    in.promise(bytes);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      MemorySegment data =
          channel.map(FileChannel.MapMode.READ_ONLY, in.offset(), bytes, Arena.ofAuto());
      MappedFile mapped = new MappedFile(file, in.offset() + bytes);
      return mapped(mapped, in.offset(), data, shape, kind, order);
    } catch (IOException e) {
      throw DataException.of(in.name(), in.offset(), e);
    }
  }

  /**
   * Examples in memory.
   *
   * @param array of at least one axis; shared, not copied
   */
  public static Elements of(String name, RawArray array) {
    boolean bytes = array.kind() == ElementKind.U1;
    Piece piece =
        new Piece(
            name,
            0,
            bytes ? MemorySegment.ofArray(array.bytes()) : MemorySegment.ofArray(array.floats()),
            bytes ? ElementKind.U1 : ElementKind.F4,
            ByteOrder.nativeOrder(),
            bytes ? array.bytes() : null,
            null);
    return new Elements(array.kind(), array.shape(), new Piece[] {piece}, new int[] {0});
  }

  /** Examples in a mapped file, from {@code fileOffset} on; the segment is just as long as them. */
  static Elements mapped(
      MappedFile file,
      long fileOffset,
      MemorySegment data,
      int[] shape,
      ElementKind kind,
      ByteOrder order) {
    Piece piece = new Piece(file.path().toString(), fileOffset, data, kind, order, null, file);
    return new Elements(kind, shape, new Piece[] {piece}, new int[] {0});
  }

  /**
   * The examples of all parts, one after another.
   *
   * @throws DataException where there is no part, kinds or example shapes differ, or the examples
   *     are more than 2³¹ − 1
   */
  public static Elements concatenated(String name, List<Elements> parts) {
    if (parts.isEmpty()) {
      throw new DataException(name, "expected at least one file, got none", "Name a file.");
    }
    Elements first = parts.get(0);
    int count = parts.stream().mapToInt(part -> part.pieces.length).sum();
    Piece[] pieces = new Piece[count];
    int[] firsts = new int[count];
    long examples = 0;
    int at = 0;
    for (Elements part : parts) {
      if (part.kind != first.kind || !Arrays.equals(part.exampleShape(), first.exampleShape())) {
        throw new DataException(
            part.pieces[0].name,
            "expected examples like those of %s, of kind %s and shape %s, got %s %s"
                .formatted(
                    first.pieces[0].name,
                    first.kind,
                    Arrays.toString(first.exampleShape()),
                    part.kind,
                    Arrays.toString(part.exampleShape())),
            "Save all parts alike, and keep other files in another folder.");
      }
      for (int i = 0; i < part.pieces.length; i++, at++) {
        pieces[at] = part.pieces[i];
        firsts[at] = (int) (examples + part.firsts[i]);
      }
      examples += part.examples();
      if (examples > Integer.MAX_VALUE) {
        throw new DataException(
            name, "expected at most 2^31 - 1 examples, got more", "Use fewer files.");
      }
    }
    int[] shape = first.shape.clone();
    shape[0] = (int) examples;
    return new Elements(first.kind, shape, pieces, firsts);
  }

  /** What the numbers are in the file. */
  public ElementKind kind() {
    return kind;
  }

  /** The extents, the number of examples first; a copy. */
  public int[] shape() {
    return shape.clone();
  }

  private int[] exampleShape() {
    return Arrays.copyOfRange(shape, 1, shape.length);
  }

  public int examples() {
    return shape[0];
  }

  /** Values an example. */
  public int dimension() {
    return dimension;
  }

  /** The files that are read where they lie; none where all examples are in memory. */
  public List<MappedFile> mappedFiles() {
    return Arrays.stream(pieces).map(Piece::file).filter(Objects::nonNull).toList();
  }

  private int pieceOf(int example) {
    int found = Arrays.binarySearch(firsts, example);
    int piece = found >= 0 ? found : -found - 2;
    // Empty pieces share their first example with the next one, which holds it.
    while (piece + 1 < firsts.length && firsts[piece + 1] == example) {
      piece++;
    }
    return piece;
  }

  /**
   * Reads an example.
   *
   * @param out receives {@link #dimension} numbers at {@code offset}
   * @throws DataException where a number has no float, or a mapped file was made shorter
   */
  public void read(int example, float[] out, int offset) {
    int index = pieceOf(example);
    Piece piece = pieces[index];
    long at = (long) (example - firsts[index]) * dimension * piece.stored.bytes();
    try {
      if (piece.stored == ElementKind.F4) {
        var layout = ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(piece.order);
        MemorySegment.copy(piece.data, layout, at, out, offset, dimension);
      } else {
        long size = (long) dimension * piece.stored.bytes();
        ByteBuffer view = piece.data.asSlice(at, size).asByteBuffer().order(piece.order);
        long fileOffset = piece.fileOffset + at;
        ElementReader.floats(piece.name, fileOffset, view, piece.stored, dimension, out, offset);
      }
    } catch (InternalError e) {
      throw lost(piece, e);
    }
  }

  /** Where a mapped file ends too early, the virtual machine throws an internal error. */
  private static RuntimeException lost(Piece piece, InternalError e) {
    if (piece.file == null) {
      throw e;
    }
    return piece.file.truncated(e);
  }

  /**
   * Reads an example of unsigned bytes through a table.
   *
   * @param table the number for each of the 256 bytes
   * @param out receives {@link #dimension} numbers at {@code offset}
   * @throws IllegalStateException where the kind is not {@link ElementKind#U1}
   */
  public void look(int example, float[] table, float[] out, int offset) {
    if (kind != ElementKind.U1) {
      throw new IllegalStateException("expected unsigned bytes, got " + kind);
    }
    int index = pieceOf(example);
    Piece piece = pieces[index];
    long at = (long) (example - firsts[index]) * dimension;
    if (piece.bytes != null) {
      byte[] bytes = piece.bytes;
      int start = (int) at;
      for (int j = 0; j < dimension; j++) {
        out[offset + j] = table[bytes[start + j] & 0xff];
      }
    } else {
      MemorySegment data = piece.data;
      try {
        for (int j = 0; j < dimension; j++) {
          out[offset + j] = table[data.get(ValueLayout.JAVA_BYTE, at + j) & 0xff];
        }
      } catch (InternalError e) {
        throw lost(piece, e);
      }
    }
  }

  /** Feeds all elements: bytes as they are, other numbers as little-endian floats. */
  public void digest(MessageDigest digest) {
    if (kind == ElementKind.U1) {
      byte[] chunk = new byte[DIGEST_CHUNK];
      for (Piece piece : pieces) {
        digest(piece, chunk, digest);
      }
      return;
    }
    float[] example = new float[dimension];
    byte[] bytes = new byte[Math.multiplyExact(Float.BYTES, dimension)];
    for (int i = 0; i < examples(); i++) {
      read(i, example, 0);
      for (int j = 0, at = 0; j < dimension; j++) {
        int bits = Float.floatToRawIntBits(example[j]);
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
          bytes[at++] = (byte) (bits >>> shift);
        }
      }
      digest.update(bytes);
    }
  }

  private static void digest(Piece piece, byte[] chunk, MessageDigest digest) {
    try {
      for (long from = 0; from < piece.data.byteSize(); from += chunk.length) {
        int step = (int) Math.min(chunk.length, piece.data.byteSize() - from);
        MemorySegment.copy(piece.data, ValueLayout.JAVA_BYTE, from, chunk, 0, step);
        digest.update(chunk, 0, step);
      }
    } catch (InternalError e) {
      throw lost(piece, e);
    }
  }
}
