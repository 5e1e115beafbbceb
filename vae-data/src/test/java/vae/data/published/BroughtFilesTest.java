package vae.data.published;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.data.format.DataException;
import vae.data.format.FileBytes;
import vae.data.format.Fingerprint;
import vae.data.published.BroughtFiles.BroughtFile;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.source.SplitSpec;

/** Small files by hand in the formats of static MNIST and CIFAR-10. */
final class BroughtFilesTest {

  @TempDir Path folder;

  private Locations here() {
    return new Locations(
        Optional.of(folder), Optional.empty(), folder.resolve("x"), folder.resolve("y"));
  }

  /** The files in a folder of their set, pinned to what they are. */
  private BroughtFiles put(List<byte[]> contents) throws Exception {
    Path set = Files.createDirectories(folder.resolve("toy"));
    List<BroughtFile> files = new ArrayList<>();
    for (int i = 0; i < contents.size(); i++) {
      byte[] bytes = contents.get(i);
      FileBytes.write(set, "part" + i, bytes);
      String sha256 = HexFormat.of().formatHex(Fingerprint.sha256Digest().digest(bytes));
      files.add(BroughtFile.of("part" + i, bytes.length, sha256));
    }
    return new BroughtFiles("toy", List.of("toy"), files, "https://example.invalid/");
  }

  private BroughtFiles lines(String... texts) throws Exception {
    List<byte[]> contents = new ArrayList<>();
    for (String text : texts) {
      contents.add(text.getBytes(StandardCharsets.UTF_8));
    }
    return put(contents);
  }

  private Dataset zerosAndOnes(String training) throws Exception {
    BroughtFiles set = lines(training, "0 0 0 1\n", "1 1 1 1\n0 0 0 0");
    return new StaticMnist(set, new int[] {2, 1, 2}, 2, 0).load(here());
  }

  @Test
  void theThreeFilesAreTheThreeParts() throws Exception {
    Dataset data = zerosAndOnes("0 1 1 0\n1 0 0 0\r\n");
    assertArrayEquals(new int[] {2, 2}, data.exampleShape());
    assertEquals(2, data.train().size());
    assertEquals(1, data.validation().size());
    assertEquals(2, data.test().size());
    assertEquals(List.of(0L, 1L), List.of(data.train().identity(0), data.train().identity(1)));
    assertEquals(2, data.validation().identity(0));
    assertEquals(4, data.test().identity(1));
    float[] x = new float[8];
    data.train().gather(new int[] {0, 1}, 0, 2, x);
    assertArrayEquals(new float[] {0, 1, 1, 0, 1, 0, 0, 0}, x);
    assertTrue(data.train().binary());
  }

  @Test
  void anythingButZerosAndOnesInTheShapeIsRefused() {
    for (String wrong :
        List.of(
            "0 1 1 0\n1 0 0\n",
            "0 1 1 0\n1 0 0 0 1\n",
            "0 1 1 0\n1 0 0 0\n0 0 0 0\n",
            "0 1 1 0\n",
            "0 1 1 0\n1 0 0 2\n",
            "0 1 1 0\n1 00 0 \n",
            "0 1 1 0\n1 0 0 0.0\n",
            "")) {
      assertThrows(DataException.class, () -> zerosAndOnes(wrong), wrong);
    }
  }

  /** Pixel k of plane p of record r is 100 p + k mod 100, and the label r. */
  private static byte[] batch(int records, int firstLabel) {
    byte[] bytes = new byte[records * 3073];
    for (int r = 0; r < records; r++) {
      bytes[r * 3073] = (byte) (firstLabel + r);
      for (int k = 0; k < 3072; k++) {
        bytes[r * 3073 + 1 + k] = (byte) (k / 1024 * 100 + k % 1024 % 100);
      }
    }
    return bytes;
  }

  private Dataset photographs(byte[] first) throws Exception {
    BroughtFiles set = put(List.of(first, batch(2, 7)));
    return new Cifar10(set, 2, new SplitSpec(0, 2, 0), 0).load(here());
  }

  @Test
  void planesBecomeChannelsAndClassesHaveNames() throws Exception {
    Dataset data = photographs(batch(2, 0));
    assertArrayEquals(new int[] {32, 32, 3}, data.exampleShape());
    assertEquals("airplane", data.classes().get(data.train().label(0)));
    assertEquals("ship", data.classes().get(data.test().label(1)));
    float[] x = new float[3072];
    data.train().gather(new int[] {1}, 0, 1, x);
    for (int k : new int[] {0, 1, 33, 1023}) {
      for (int p = 0; p < 3; p++) {
        assertEquals((100 * p + k % 100) / 255f, x[3 * k + p], "pixel " + k + ", plane " + p);
      }
    }
  }

  @Test
  void cutFilesAndOtherLabelsAreRefused() {
    assertThrows(DataException.class, () -> photographs(new byte[3073]));
    assertThrows(DataException.class, () -> photographs(new byte[2 * 3073 + 1]));
    DataException label = assertThrows(DataException.class, () -> photographs(batch(2, 9)));
    assertTrue(label.problem().contains("a label below 10, got 10"), label.problem());
  }

  @Test
  void anotherContentIsRefusedAndMissingFilesAreNamed() throws Exception {
    BroughtFiles set = lines("0 1", "1 0");
    assertEquals(folder.resolve("toy"), set.verify(here()));
    FileBytes.write(folder.resolve("toy"), "part1", "1 1".getBytes(StandardCharsets.UTF_8));
    assertThrows(DataException.class, () -> set.verify(here()));
    Files.delete(folder.resolve("toy/part1"));
    DataException missing = assertThrows(DataException.class, () -> set.locate(here()));
    assertTrue(missing.getMessage().contains("lacks part1"), missing.getMessage());
    assertTrue(missing.fix().contains("https://example.invalid/"), missing.fix());
  }
}
