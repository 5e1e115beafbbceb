package vae.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

final class MatProperties {

  private static final Limits LIMITS = new Limits(1 << 20);
  private static final MatBytes LITTLE = new MatBytes(false, true);
  private static final int[] SHAPE = {2, 3};
  private static final byte[] DATA = {1, 2, 3, 4, 5, (byte) 255};

  private static RawArray read(byte[] file) {
    return ScratchFile.with(file, path -> Mat.read(path, "ff", LIMITS));
  }

  private static DataException refused(byte[] file) {
    DataException e = assertThrows(DataException.class, () -> read(file));
    assertTrue(!e.fix().isEmpty(), e.getMessage());
    return e;
  }

  private static void assertRefused(String problem, byte[] file) {
    DataException e = refused(file);
    assertTrue(e.problem().contains(problem), e.getMessage());
  }

  @Property(tries = 200, seed = "41")
  void whatWasWrittenIsRead(
      @ForAll @Size(min = 2, max = 4) List<@IntRange(min = 0, max = 6) Integer> extents,
      @ForAll boolean bigEndian,
      @ForAll boolean small,
      @ForAll boolean compressed,
      @ForAll boolean gzip,
      @ForAll Random random) {
    int[] shape = extents.stream().mapToInt(Integer::intValue).toArray();
    byte[] data = new byte[extents.stream().reduce(1, (a, b) -> a * b)];
    random.nextBytes(data);
    MatBytes writer = new MatBytes(bigEndian, small);
    byte[] matrix = writer.matrix("ff", shape, data);
    byte[] file = writer.file(compressed ? writer.compressed(matrix) : matrix);
    RawArray array = read(gzip ? FileBytes.gzip(file) : file);
    int[] reversed = extents.reversed().stream().mapToInt(Integer::intValue).toArray();
    assertArrayEquals(reversed, array.shape());
    assertArrayEquals(data, array.bytes());
    assertEquals(ElementKind.U1, array.kind());
  }

  /** Row j of the array is column j of the matrix. */
  @Example
  void columnsBecomeRows() {
    RawArray array = read(LITTLE.file(LITTLE.matrix("ff", SHAPE, DATA)));
    assertArrayEquals(new int[] {3, 2}, array.shape());
    assertEquals(3f, array.value(1 * 2 + 0)); // ff(1, 2) in MATLAB
    assertEquals(255f, array.value(2 * 2 + 1));
  }

  @Example
  void otherVariablesArePassedOver() {
    byte[] wanted = LITTLE.matrix("ff", SHAPE, DATA);
    byte[] doubles = LITTLE.matrix(6, 9, "a", new int[] {1, 2}, new byte[16]);
    byte[] opaque = MatBytes.joined(LITTLE.words(14, 24, 6, 8, 17, 0, 7, 7));
    byte[] packed = LITTLE.compressed(LITTLE.matrix("fff", new int[] {1, 9000}, new byte[9000]));
    for (byte[] ff : List.of(wanted, LITTLE.compressed(wanted))) {
      byte[] file = LITTLE.file(doubles, packed, opaque, ff, packed, doubles);
      assertArrayEquals(DATA, read(file).bytes());
      assertRefused("once", LITTLE.file(ff, doubles, ff));
    }
    assertRefused("expected a variable \"ff\"", LITTLE.file(doubles, packed, opaque));
    assertRefused("expected a variable \"ff\"", LITTLE.file());
  }

  @Example
  void everyTruncationIsRefused() {
    Function<Path, RawArray> reader = path -> Mat.read(path, "ff", LIMITS);
    for (boolean bigEndian : new boolean[] {false, true}) {
      MatBytes writer = new MatBytes(bigEndian, bigEndian);
      byte[] matrix = writer.matrix("ff", SHAPE, DATA);
      Damage.everyTruncationIsRefused(writer.file(matrix), reader);
      Damage.everyTruncationIsRefused(writer.file(writer.compressed(matrix)), reader);
    }
  }

  @Property(tries = 1000, seed = "43")
  void flipsNeverSurprise(
      @ForAll Random random, @ForAll boolean bigEndian, @ForAll boolean compressed) {
    MatBytes writer = new MatBytes(bigEndian, !bigEndian);
    byte[] matrix = writer.matrix("ff", SHAPE, DATA);
    byte[] file = writer.file(compressed ? writer.compressed(matrix) : matrix);
    Damage.flipsNeverSurprise(file, random, path -> Mat.read(path, "ff", LIMITS));
  }

  @Example
  void otherFormatsAndClassesAreNamed() {
    DataException hdf5 = refused(LITTLE.header(0x0200));
    assertTrue(hdf5.problem().contains("level 7.3"), hdf5.getMessage());
    assertTrue(hdf5.fix().contains("-v7"), hdf5.getMessage());
    assertRefused("IM or MI", new byte[200]);
    assertRefused("class 6", LITTLE.file(LITTLE.matrix(6, 2, "ff", SHAPE, DATA)));
    assertRefused("real matrix", LITTLE.file(LITTLE.matrix(0x0809, 2, "ff", SHAPE, DATA)));
    assertRefused("expected type 2, got 9", LITTLE.file(LITTLE.matrix(9, 9, "ff", SHAPE, DATA)));
    assertRefused("got type 7", LITTLE.file(LITTLE.element(7, new byte[8])));
    assertRefused("got type 15", LITTLE.file(LITTLE.compressed(LITTLE.compressed(DATA))));
  }

  @Example
  void partsThatDoNotAddUpAreRefused() {
    assertRefused("expected 6 bytes", LITTLE.file(LITTLE.matrix("ff", SHAPE, new byte[5])));
    assertRefused("at most 6 bytes", LITTLE.file(LITTLE.matrix("ff", SHAPE, new byte[7])));
    assertRefused("2 dimensions", LITTLE.file(LITTLE.matrix("ff", new int[] {6}, DATA)));
    assertRefused("at least 0", LITTLE.file(LITTLE.matrix("ff", new int[] {-2, -3}, DATA)));
    byte[] matrix = LITTLE.matrix("ff", SHAPE, DATA);
    byte[] longer = MatBytes.joined(matrix, new byte[8]);
    longer[4] += 8;
    assertRefused("to end at byte", LITTLE.file(longer));
    matrix[4] -= 8;
    assertRefused("within the matrix", LITTLE.file(matrix));
    assertRefused("to end at byte", LITTLE.file(LITTLE.compressed(longer)));
    byte[] trailing = LITTLE.compressed(LITTLE.matrix("ff", SHAPE, DATA));
    trailing[4] += 8;
    assertRefused("up to the end", LITTLE.file(trailing, new byte[8]));
  }

  @Example
  void dimensionsBeyondTheFileTakeNoMemory() {
    Limits generous = new Limits(1L << 40);
    byte[] matrix = LITTLE.matrix("ff", new int[] {30_000, 60_000}, new byte[9]);
    int dataTag = matrix.length - 24;
    byte[] promise = LITTLE.words(1_800_000_000);
    System.arraycopy(promise, 0, matrix, dataTag + 4, 4);
    System.arraycopy(LITTLE.words(1_800_000_064), 0, matrix, 4, 4);
    for (byte[] element : List.of(matrix, LITTLE.compressed(matrix))) {
      DataException e =
          assertThrows(
              DataException.class,
              () -> ScratchFile.with(LITTLE.file(element), path -> Mat.read(path, "ff", generous)));
      assertTrue(
          e.problem().contains("more bytes, got") || e.problem().contains("promises"),
          e.getMessage());
    }
    assertRefused("the limit is", LITTLE.file(LITTLE.compressed(matrix)));
  }
}
