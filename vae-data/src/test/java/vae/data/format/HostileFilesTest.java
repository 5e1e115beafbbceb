package vae.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Files made to exhaust memory are refused before it is taken. */
final class HostileFilesTest {

  private static final long FEW_BYTES = 1 << 20;
  private static final Limits GENEROUS = new Limits(4L << 30);

  @TempDir Path folder;

  private static DataException refusedInLittleMemory(Executable read) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    assertThrows(DataException.class, read);
    long before = threads.getCurrentThreadAllocatedBytes();
    DataException e = assertThrows(DataException.class, read);
    long taken = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(taken < FEW_BYTES, "took " + taken + " bytes");
    return e;
  }

  private static byte[] idxHeader(int type, int... shape) {
    byte[] empty = FileBytes.idx(ElementKind.U1, shape);
    empty[2] = (byte) type;
    return empty;
  }

  @Test
  void aHeaderThatPromisesMoreThanTheFileHoldsIsRefused() {
    Path file = FileBytes.write(folder, "a", idxHeader(8, 30_000, 30_000));
    DataException e = refusedInLittleMemory(() -> Idx.read(file, GENEROUS));
    assertTrue(e.getMessage().contains("900000000 more bytes of data, got 0"), e.getMessage());
    assertEquals(12, e.offset());
  }

  @Test
  void aSmallArchiveThatPromisesMuchIsRefused() {
    byte[] packed = FileBytes.gzip(idxHeader(8, 30_000, 30_000));
    Path file = FileBytes.write(folder, "a.gz", packed);
    DataException e = refusedInLittleMemory(() -> Idx.read(file, GENEROUS));
    assertTrue(e.problem().contains("compressed"), e.getMessage());
  }

  @Test
  void dimensionsThatOverflowAreRefused() {
    int most = Integer.MAX_VALUE;
    for (int[] shape :
        new int[][] {{most}, {most, most}, {65_536, 65_536}, {most, most, most, most}}) {
      Path file = FileBytes.write(folder, "a", idxHeader(8, shape));
      refusedInLittleMemory(() -> Idx.read(file, GENEROUS));
    }
    Path negative = FileBytes.write(folder, "b", idxHeader(8, -1));
    DataException e = refusedInLittleMemory(() -> Idx.read(negative, GENEROUS));
    assertTrue(e.problem().contains("4294967295"), e.getMessage());
  }

  @Test
  void examplesThatNoArrayHoldsAreRefusedEvenWhereThereAreNone() {
    byte[] none = FileBytes.npy(1, ElementKind.F4, false, false, new int[] {0, 46_341, 46_341});
    Path file = FileBytes.write(folder, "none.npy", none);
    refusedInLittleMemory(() -> Npy.open(file, GENEROUS));
    refusedInLittleMemory(() -> Npy.read(file, GENEROUS));
  }

  @Test
  void theLimitCountsBytesInTheFileAndInMemory() {
    Path doubles = FileBytes.write(folder, "d", FileBytes.idx(ElementKind.F8, new int[] {2}, 1, 2));
    Idx.read(doubles, new Limits(16));
    assertThrows(DataException.class, () -> Idx.read(doubles, new Limits(15)));
    Path small =
        FileBytes.write(folder, "s", FileBytes.idx(ElementKind.I1, new int[] {4}, 1, 2, 3, 4));
    Idx.read(small, new Limits(16));
    DataException e = assertThrows(DataException.class, () -> Idx.read(small, new Limits(15)));
    assertTrue(e.getMessage().contains("need 16 bytes, the limit is 15"), e.getMessage());
  }

  /** 256 MiB of zeros behind a header that promises ten bytes. */
  @Test
  void aBombBehindAnHonestHeaderIsCutOffAfterOneByte() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
      packed.write(idxHeader(8, 10));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 256; i++) {
        packed.write(zeros);
      }
    }
    Path file = FileBytes.write(folder, "bomb.gz", out.toByteArray());
    DataException e = refusedInLittleMemory(() -> Idx.read(file, GENEROUS));
    assertEquals(18, e.offset());
    assertTrue(e.problem().contains("expected the end of the file"), e.getMessage());
    refusedInLittleMemory(() -> Fingerprint.of(file, 1000));
  }

  private static final MatBytes MATLAB = new MatBytes(false, false);
  private static final Set<String> DATA = Set.of("data");

  /** A matrix of class double, stored as bytes that are all 0. */
  private static byte[] zeros(String name, int count, int rows, int columns) {
    return MATLAB.compressed(MATLAB.matrix(6, 2, name, new int[] {rows, columns}, new byte[count]));
  }

  private Path mat(byte[]... elements) {
    return FileBytes.write(folder, "chardata.mat", MATLAB.file(elements));
  }

  /** 64 MiB in 64 KiB, which would be 256 MiB as floats. */
  @Test
  void aBombOfMatlabNumbersIsRefusedBeforeItIsUnpacked() {
    Path whole = mat(zeros("data", 1 << 26, 1 << 13, 1 << 13));
    Limits limits = new Limits(1 << 27);
    DataException tooLarge = refusedInLittleMemory(() -> Mat.readNumbers(whole, DATA, limits));
    assertTrue(tooLarge.problem().contains("the limit is 134217728"), tooLarge.getMessage());
    Path more = mat(zeros("data", 1 << 26, 2, 2));
    DataException longer = refusedInLittleMemory(() -> Mat.readNumbers(more, DATA, GENEROUS));
    assertTrue(longer.problem().contains("expected 4 bytes of data"), longer.getMessage());
    Path less = mat(zeros("data", 4, 1 << 13, 1 << 13));
    refusedInLittleMemory(() -> Mat.readNumbers(less, DATA, GENEROUS));
  }

  /** Of a bomb under another name, its name alone is unpacked: what follows may be anything. */
  @Test
  void aBombInAnotherVariableIsPassedOver() {
    byte[] bomb = zeros("other", 1 << 26, 1 << 13, 1 << 13);
    Arrays.fill(bomb, bomb.length / 2, bomb.length, (byte) 0x55);
    RawArray read = Mat.readNumbers(mat(bomb, zeros("data", 4, 2, 2)), DATA, GENEROUS).get("data");
    assertArrayEquals(new int[] {2, 2}, read.shape());
  }

  /** What is pinned says how much there is: more is cut off, and less is not made room for. */
  @Test
  void bombsOfTextAndOfImagesEndWhereThePinnedSizeDoes() {
    byte[] digits = new byte[1 << 24];
    Arrays.fill(digits, (byte) ' ');
    Path spaces = FileBytes.write(folder, "binarized.amat.gz", FileBytes.gzip(digits));
    refusedInLittleMemory(() -> Amat.read(spaces, 30_000, 30_000, GENEROUS));
    Arrays.fill(digits, (byte) '\n');
    Path lines = FileBytes.write(folder, "lines.amat.gz", FileBytes.gzip(digits));
    assertEquals(1, refusedInLittleMemory(() -> Amat.read(lines, 10, 10, GENEROUS)).offset());
    Path batch = FileBytes.write(folder, "batch.bin.gz", FileBytes.gzip(new byte[1 << 24]));
    DataException longer = refusedInLittleMemory(() -> CifarBatch.read(batch, 2, 10, GENEROUS));
    assertEquals(2 * 3073, longer.offset());
    refusedInLittleMemory(() -> CifarBatch.read(batch, 300_000, 10, GENEROUS));
  }

  @Test
  void aBombOfTextStopsAtTheLimit() {
    byte[] text = new byte[1 << 24];
    Arrays.fill(text, (byte) '0');
    for (int i = 1; i < text.length; i += 2) {
      text[i] = ',';
    }
    text[text.length - 1] = '\n';
    for (int i = 99; i < text.length; i += 100) {
      text[i] = '\n';
    }
    Path file = FileBytes.write(folder, "bomb.csv.gz", FileBytes.gzip(text));
    Csv.Options options = new Csv.Options(false, Csv.NO_LABELS);
    refusedInLittleMemory(() -> Csv.read(file, options, new Limits(FEW_BYTES / 4)));
  }

  @Test
  void aNumpyHeaderOfFourGigabytesIsRefused() {
    byte[] file = FileBytes.npy(2, ElementKind.U1, false, false, new int[] {1}, 1);
    Arrays.fill(file, 8, 12, (byte) 0xff);
    Path path = FileBytes.write(folder, "a.npy", file);
    DataException e = refusedInLittleMemory(() -> Npy.read(path, GENEROUS));
    assertTrue(e.problem().contains("4294967295"), e.getMessage());
  }

  @Test
  void trailingBytesAreRefused() {
    byte[] good = FileBytes.idx(ElementKind.U1, new int[] {2}, 1, 2);
    Path plain = FileBytes.write(folder, "a", Arrays.copyOf(good, good.length + 1));
    assertThrows(DataException.class, () -> Idx.read(plain, GENEROUS));
    byte[] packed = FileBytes.gzip(good);
    Path inside = FileBytes.write(folder, "b", FileBytes.gzip(Arrays.copyOf(good, 11)));
    assertThrows(DataException.class, () -> Idx.read(inside, GENEROUS));
    Path behind = FileBytes.write(folder, "c", Arrays.copyOf(packed, packed.length + 1));
    DataException e = assertThrows(DataException.class, () -> Idx.read(behind, GENEROUS));
    assertTrue(e.problem().contains("compressed byte"), e.getMessage());
  }

  @Test
  void membersOfOneArchiveAreJoined() {
    byte[] good = FileBytes.idx(ElementKind.U1, new int[] {3}, 1, 2, 3);
    byte[] first = FileBytes.gzip(Arrays.copyOf(good, 9));
    byte[] second = FileBytes.gzip(Arrays.copyOfRange(good, 9, good.length));
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    Path file = FileBytes.write(folder, "two.gz", both);
    assertEquals(3f, Idx.read(file, GENEROUS).value(2));
  }

  @Test
  void aMissingFileAndAFolderAreNamed() {
    for (Path path : new Path[] {folder, folder.resolve("none")}) {
      DataException e = assertThrows(DataException.class, () -> Npy.read(path, GENEROUS));
      assertEquals(path.toString(), e.file());
      assertThrows(DataException.class, () -> Npz.read(path, GENEROUS));
    }
  }

  @Test
  void wrongMagicBytesAreShown() {
    Path file = FileBytes.write(folder, "a", "hello, world".getBytes());
    DataException e = assertThrows(DataException.class, () -> Idx.read(file, GENEROUS));
    assertEquals(
        file
            + ": byte 0: expected two zero bytes, got 68 65."
            + " Check that this is an IDX file, or fetch it again.",
        e.getMessage());
    assertThrows(DataException.class, () -> Npy.read(file, GENEROUS));
    assertThrows(DataException.class, () -> Npz.read(file, GENEROUS));
  }

  @Test
  void aPinnedFileWithAnotherContentIsRefused() {
    byte[] good = FileBytes.idx(ElementKind.U1, new int[] {2}, 1, 2);
    Path file = FileBytes.write(folder, "a.gz", FileBytes.gzip(good));
    Fingerprint pinned = Fingerprint.of(file, 100);
    assertEquals(10, pinned.bytes());
    assertEquals(2f, Idx.readPinned(file, pinned, "Fetch it.", GENEROUS).value(1));
    good[9] ^= 1;
    FileBytes.write(folder, "a.gz", FileBytes.gzip(good));
    DataException e =
        assertThrows(
            DataException.class, () -> Idx.readPinned(file, pinned, "Fetch it.", GENEROUS));
    assertTrue(e.getMessage().contains(pinned.sha256()), e.getMessage());
    assertEquals("Fetch it.", e.fix());
  }
}
