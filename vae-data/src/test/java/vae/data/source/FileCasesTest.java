package vae.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.data.format.DataException;
import vae.data.format.ElementKind;
import vae.data.format.FileBytes;
import vae.data.missing.NothingMissing;
import vae.data.transform.NoBinarization;

/** Files as other tools write them: read without loss, or refused with the cause (F10, F13). */
final class FileCasesTest {

  private static final SplitSpec SPLIT = new SplitSpec(0, 1, 0);

  @TempDir private Path folder;

  @BeforeEach
  void copy() throws IOException {
    for (String name :
        List.of(
            "npy/ref.npy",
            "npy/bool.npy",
            "npy/f2.npy",
            "npy/u2.npy",
            "npy/py2long.npy",
            "npy/mixed.npz",
            "npy/huge.npy",
            "npy/lab_bool.npy",
            "npy/lab_col.npy",
            "npy/lab_neg.npy",
            "idx/le.idx")) {
      try (InputStream in = FileCasesTest.class.getResourceAsStream("/vae/data/cases/" + name)) {
        Files.copy(in, folder.resolve(Path.of(name).getFileName()));
      }
    }
  }

  private Locations here() {
    return new Locations(
        Optional.of(folder), Optional.empty(), folder.resolve("x"), folder.resolve("y"));
  }

  private Dataset npy(String path, String labels, double scale) {
    NpyFile.Spec spec =
        new NpyFile.Spec(
            path, labels, scale, new NoBinarization.Spec(), SPLIT, 0, new NothingMissing.Spec());
    return new NpyFile(spec).load(here());
  }

  private static float[] first(Dataset data) {
    float[] out = new float[data.dimension()];
    data.train().gather(new int[] {0}, 0, 1, out);
    return out;
  }

  /** What follows the header, as NumPy lays it out. */
  private ByteBuffer elements(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    int header = 10 + (bytes[8] & 0xff) + 256 * (bytes[9] & 0xff);
    return ByteBuffer.wrap(bytes, header, bytes.length - header)
        .slice()
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void everyLosslessTypeIsRead() throws IOException {
    ByteBuffer half = elements("f2.npy");
    ByteBuffer whole = elements("u2.npy");
    ByteBuffer truth = elements("bool.npy");
    float[][] expected = new float[3][6];
    for (int j = 0; j < 6; j++) {
      expected[0][j] = Float.float16ToFloat(half.getShort());
      expected[1][j] = Short.toUnsignedInt(whole.getShort());
      expected[2][j] = truth.get();
    }
    assertArrayEquals(expected[0], first(npy("f2.npy", "", 1)));
    assertArrayEquals(expected[1], first(npy("u2.npy", "", 1)));
    assertArrayEquals(expected[2], first(npy("bool.npy", "", 1)));
    assertTrue(Arrays.equals(first(npy("ref.npy", "", 1)), first(npy("py2long.npy", "", 1))));
    assertEquals(
        npy("ref.npy", "", 1).sha256(), npy("py2long.npy", "", 1).sha256(), "the same content");
  }

  @Test
  void unsignedIntegersAreExactOrRefused() {
    for (ElementKind kind : List.of(ElementKind.U2, ElementKind.U4, ElementKind.U8)) {
      for (boolean big : new boolean[] {false, true}) {
        FileBytes.write(
            folder, "u.npy", FileBytes.npy(1, kind, big, false, new int[] {2, 1}, 65535, 65535));
        assertArrayEquals(new float[] {65535}, first(npy("u.npy", "", 1)));
      }
    }
    for (ElementKind kind : List.of(ElementKind.U4, ElementKind.U8)) {
      byte[] beyond = FileBytes.npy(1, kind, false, false, new int[] {2, 1}, -1, 0);
      FileBytes.write(folder, "u.npy", beyond);
      DataException e = assertThrows(DataException.class, () -> npy("u.npy", "", 1));
      assertTrue(e.problem().contains(kind == ElementKind.U4 ? "4294967295" : "1844674407370955"));
    }
  }

  @Test
  void otherMembersOfAnArchiveAreLeftOut() {
    assertEquals(59, npy("mixed.npz#images", "", 1).train().size());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mixed.npz | ''          | got the archive of [images]. Name it after a hash sign: mixed.npz#images.
          ref.npy   | lab_col.npy | lab_col.npy: expected one label for each of 60 examples, got labels of shape [60, 1]
          ref.npy   | lab_neg.npy | lab_neg.npy: label
          ref.npy   | mixed.npz   | mixed.npz: expected one array of the archive
          huge.npy  | ''          | more than 2^63 bytes
          """)
  void theRightFileAndTheCauseAreNamed(String path, String labels, String expected) {
    DataException e = assertThrows(DataException.class, () -> npy(path, labels, 1));
    assertTrue(e.getMessage().contains(expected), e.getMessage());
    assertTrue(!e.getMessage().contains("9223372036854775807"), e.getMessage());
  }

  @Test
  void anArchiveUnderAnotherNameIsSeenByItsBytes() throws IOException {
    Files.copy(folder.resolve("mixed.npz"), folder.resolve("mixed.npy"));
    DataException e = assertThrows(DataException.class, () -> npy("mixed.npy", "", 1));
    assertTrue(e.getMessage().contains("hash sign"), e.getMessage());
  }

  @Test
  void labelsMayBeBooleans() {
    assertTrue(npy("ref.npy", "lab_bool.npy", 1).train().labelled());
  }

  /** In double precision 16777217 is a label of its own, and as a float it is 16777216. */
  @Test
  void labelsThatFloatsCannotTellApartAreRefused() {
    double[] labels = new double[60];
    labels[7] = 16_777_217;
    int[] shape = {60};
    FileBytes.write(
        folder, "lab.npy", FileBytes.npy(1, ElementKind.F8, false, false, shape, labels));
    DataException e = assertThrows(DataException.class, () -> npy("ref.npy", "lab.npy", 1));
    assertTrue(e.getMessage().contains("lab.npy: label 7"), e.getMessage());
    labels[7] = 16_777_216;
    FileBytes.write(
        folder, "lab.npy", FileBytes.npy(1, ElementKind.U4, false, false, shape, labels));
    assertTrue(npy("ref.npy", "lab.npy", 1).train().labelled());
  }

  @Test
  void littleEndianSizesAreSaidToBe() throws IOException {
    for (boolean packed : new boolean[] {false, true}) {
      if (packed) {
        byte[] plain = Files.readAllBytes(folder.resolve("le.idx"));
        FileBytes.write(folder, "le.idx", FileBytes.gzip(plain));
      }
      IdxFile.Spec spec =
          new IdxFile.Spec(
              "le.idx", "", 255, new NoBinarization.Spec(), SPLIT, 0, new NothingMissing.Spec());
      DataException e = assertThrows(DataException.class, () -> new IdxFile(spec).load(here()));
      assertTrue(
          e.problem().contains("which are [60, 2, 3] in little-endian order"), e.getMessage());
    }
  }

  /** F13: elsewhere bytes are divided by 255 unless told otherwise. */
  @Test
  void bytesThatAreNotScaledAreNoted() {
    int[] shape = {3, 2};
    FileBytes.write(
        folder, "b.npy", FileBytes.npy(1, ElementKind.U1, false, false, shape, 0, 1, 0, 1, 255, 0));
    List<String> notes = npy("b.npy", "", 1).notes();
    assertEquals(1, notes.size());
    assertTrue(notes.getFirst().contains("scale 255"), notes.getFirst());
    assertEquals(List.of(), npy("b.npy", "", 255).notes());
    assertEquals(List.of(), npy("bool.npy", "", 1).notes());
    assertEquals(List.of(), npy("u2.npy", "", 1).notes());
  }
}
