package vae.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class ElementsProperties {

  private static final Limits READ = new Limits(1 << 20);
  private static final Limits MAPPED = new Limits(1 << 20, 0);

  @Property(tries = 200, seed = "61")
  void mappedNumbersAreThoseRead(
      @ForAll ElementKind kind,
      @ForAll boolean bigEndian,
      @ForAll @IntRange(min = 1, max = 6) int examples,
      @ForAll @IntRange(min = 1, max = 40) int dimension,
      @ForAll Random random) {
    byte[] file = npy(kind, bigEndian, examples, dimension, random);
    ScratchFile.with(
        file,
        path -> {
          assertSame(Npy.open(path, READ), Npy.open(path, MAPPED));
          return path;
        });
    if (FileBytes.inIdx(kind)) {
      byte[] idx =
          FileBytes.idx(
              kind, new int[] {examples, dimension}, values(kind, examples * dimension, random));
      ScratchFile.with(
          idx,
          path -> {
            assertSame(Idx.open(path, READ), Idx.open(path, MAPPED));
            return path;
          });
    }
  }

  @Property(tries = 200, seed = "62")
  void partsAreTheirConcatenation(
      @ForAll ElementKind kind,
      @ForAll @IntRange(min = 1, max = 5) int parts,
      @ForAll boolean mapped,
      @ForAll Random random) {
    List<Elements> pieces = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    for (int p = 0; p < parts; p++) {
      int examples = random.nextInt(4) + (p == 0 ? 1 : 0);
      Elements piece =
          ScratchFile.with(
              npy(kind, false, examples, 3, random),
              path -> Npy.open(path, mapped ? MAPPED : READ));
      for (int i = 0; i < examples; i++) {
        expected.add(example(piece, i));
      }
      pieces.add(piece);
    }
    Elements all = Elements.concatenated("all", pieces);
    assertEquals(expected.size(), all.examples());
    MessageDigest digest = Fingerprint.sha256Digest();
    pieces.forEach(piece -> piece.digest(digest));
    assertArrayEquals(digest.digest(), sha256(all));
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), example(all, i), "example " + i);
    }
  }

  @Example
  void partsOfAnotherShapeAreRefusedByName() {
    Elements three = Elements.of("a.npy", RawArray.ofBytes(new int[] {1, 3}, new byte[3]));
    Elements four = Elements.of("b.npy", RawArray.ofBytes(new int[] {1, 4}, new byte[4]));
    DataException e =
        assertThrows(
            DataException.class, () -> Elements.concatenated("folder", List.of(three, four)));
    assertTrue(e.getMessage().contains("b.npy"), e.getMessage());
    assertTrue(e.getMessage().contains("those of a.npy"), e.getMessage());
  }

  @Example
  void everyTruncationIsRefusedBeforeItIsMapped() {
    byte[] file =
        FileBytes.npy(1, ElementKind.F4, false, false, new int[] {2, 3}, 1, 2, 3, 4, 5, 6);
    Damage.everyTruncationIsRefused(file, path -> Npy.open(path, MAPPED));
    byte[] idx = FileBytes.idx(ElementKind.U1, new int[] {2, 2}, 1, 2, 3, 4);
    Damage.everyTruncationIsRefused(idx, path -> Idx.open(path, MAPPED));
  }

  @Example
  void anExampleLargerThanTheLimitIsRefusedBeforeItIsMapped() {
    byte[] file = FileBytes.npy(1, ElementKind.U1, false, false, new int[] {1, 8}, new double[8]);
    Limits eight = new Limits(32, 0);
    ScratchFile.with(file, path -> Npy.open(path, eight));
    Limits seven = new Limits(31, 0);
    assertThrows(DataException.class, () -> ScratchFile.with(file, path -> Npy.open(path, seven)));
  }

  @Example
  void numbersWithoutFloatAreRefusedWithTheirPlace() {
    byte[] file = FileBytes.npy(1, ElementKind.I8, false, false, new int[] {2}, 1, (1 << 24) + 1);
    Elements elements = ScratchFile.with(file, path -> Npy.open(path, MAPPED));
    assertArrayEquals(new float[] {1}, example(elements, 0));
    DataException e = assertThrows(DataException.class, () -> example(elements, 1));
    assertTrue(e.getMessage().contains("byte " + (file.length - 8)), e.getMessage());
  }

  private static void assertSame(Elements expected, Elements actual) {
    assertEquals(expected.kind(), actual.kind());
    assertArrayEquals(expected.shape(), actual.shape());
    assertArrayEquals(sha256(expected), sha256(actual));
    for (int i = 0; i < expected.examples(); i++) {
      assertArrayEquals(example(expected, i), example(actual, i));
    }
  }

  private static byte[] sha256(Elements elements) {
    MessageDigest digest = Fingerprint.sha256Digest();
    elements.digest(digest);
    return digest.digest();
  }

  private static float[] example(Elements elements, int i) {
    float[] out = new float[elements.dimension() + 1];
    elements.read(i, out, 1);
    if (elements.kind() == ElementKind.U1) {
      float[] table = new float[256];
      for (int b = 0; b < table.length; b++) {
        table[b] = b;
      }
      float[] looked = new float[out.length];
      elements.look(i, table, looked, 1);
      assertArrayEquals(out, looked);
    }
    return java.util.Arrays.copyOfRange(out, 1, out.length);
  }

  private static byte[] npy(
      ElementKind kind, boolean bigEndian, int examples, int dimension, Random random) {
    return FileBytes.npy(
        1,
        kind,
        bigEndian,
        false,
        new int[] {examples, dimension},
        values(kind, examples * dimension, random));
  }

  private static double[] values(ElementKind kind, int count, Random random) {
    return random
        .ints(count, kind.name().startsWith("U") ? 0 : -128, 128)
        .asDoubleStream()
        .toArray();
  }
}
