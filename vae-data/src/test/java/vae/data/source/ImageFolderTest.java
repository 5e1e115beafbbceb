package vae.data.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.core.spec.SpecException;
import vae.data.format.DataException;
import vae.data.format.FileBytes;
import vae.data.format.PictureBytes;
import vae.data.missing.NothingMissing;
import vae.data.transform.NoBinarization;

final class ImageFolderTest {

  private static final int RGB = BufferedImage.TYPE_3BYTE_BGR;
  private static final SplitSpec ALL = new SplitSpec(0, 0, 0);

  @TempDir Path data;

  private void put(String path, byte[] bytes) throws IOException {
    Path file = data.resolve("pictures").resolve(path);
    Files.createDirectories(file.getParent());
    FileBytes.write(file.getParent(), file.getFileName().toString(), bytes);
  }

  /** One row of two pixels: the grey value, then red. */
  private static byte[] picture(String format, int grey) {
    return PictureBytes.of(format, RGB, 2, grey * 0x010101, 0xff0000);
  }

  @BeforeEach
  void fill() throws IOException {
    put("b/2.PNG", picture("png", 2));
    put("b/10.png", picture("png", 1));
    put("a b/x.bmp", picture("bmp", 0));
    put("b/deep/1.bmp", picture("bmp", 3));
    put("readme.txt", new byte[1]);
    put(".hidden.png", new byte[1]);
    put(".hidden/x.jpg", new byte[1]);
  }

  private Dataset load(int channels, ImageFolder.Labels labels) {
    ImageFolder.Spec spec =
        new ImageFolder.Spec(
            "pictures",
            channels,
            labels,
            255,
            new NoBinarization.Spec(),
            ALL,
            0,
            new NothingMissing.Spec());
    Locations where =
        new Locations(Optional.of(data), Optional.empty(), data.resolve("x"), data.resolve("y"));
    return new ImageFolder(spec).load(where);
  }

  @Test
  void imagesComeInTheOrderOfTheirPaths() {
    Dataset grey = load(1, ImageFolder.Labels.NONE);
    assertArrayEquals(new int[] {1, 2}, grey.exampleShape());
    assertEquals(4, grey.train().size());
    assertFalse(grey.train().labelled());
    float[] out = new float[2];
    for (int i = 0; i < 4; i++) {
      grey.train().gather(new int[] {i}, 0, 1, out);
      assertArrayEquals(new float[] {i / 255f, 76 / 255f}, out);
    }
  }

  @Test
  void coloursAreTheLastAxis() {
    Dataset colours = load(3, ImageFolder.Labels.NONE);
    assertArrayEquals(new int[] {1, 2, 3}, colours.exampleShape());
    float[] out = new float[6];
    colours.train().gather(new int[] {2}, 0, 1, out);
    float two = 2 / 255f;
    assertArrayEquals(new float[] {two, two, two, 1, 0, 0}, out);
  }

  @Test
  void subfoldersAreClassesInTheOrderOfTheirNames() throws IOException {
    put("a/first.png", picture("png", 9));
    Examples train = load(1, ImageFolder.Labels.FOLDER).train();
    int[] labels = new int[5];
    for (int i = 0; i < 5; i++) {
      labels[i] = train.label(i);
    }
    assertArrayEquals(new int[] {0, 1, 2, 2, 2}, labels);
    put("loose.png", picture("png", 1));
    DataException e = assertThrows(DataException.class, () -> load(1, ImageFolder.Labels.FOLDER));
    assertTrue(e.file().endsWith("loose.png"), e.getMessage());
    assertTrue(e.problem().contains("subfolder"), e.getMessage());
  }

  @Test
  void anotherSizeIsNamed() throws IOException {
    put("c.png", PictureBytes.of("png", RGB, 1, 1, 2));
    DataException e = assertThrows(DataException.class, () -> load(1, ImageFolder.Labels.NONE));
    assertTrue(e.file().endsWith("c.png"), e.getMessage());
    assertTrue(e.problem().contains("expected 2 × 1 pixels"), e.getMessage());
    assertTrue(e.problem().contains("got 1 × 2"), e.getMessage());
  }

  @Test
  void jpegIsRefusedByItsNameAndByItsBytes() throws IOException {
    put("b/x.JPG", picture("jpg", 1));
    DataException e = assertThrows(DataException.class, () -> load(1, ImageFolder.Labels.NONE));
    assertTrue(e.fix().contains("differ in bits"), e.getMessage());
    Files.delete(data.resolve("pictures/b/x.JPG"));
    put("b/x.png", picture("jpg", 1));
    e = assertThrows(DataException.class, () -> load(1, ImageFolder.Labels.NONE));
    assertTrue(e.problem().contains("JPEG"), e.getMessage());
  }

  @Test
  void whatCannotBeIsRefused() throws IOException {
    Files.createDirectories(data.resolve("empty"));
    Locations where =
        new Locations(Optional.of(data), Optional.empty(), data.resolve("x"), data.resolve("y"));
    for (String path : new String[] {"empty", "none", "pictures/readme.txt"}) {
      ImageFolder.Spec spec =
          new ImageFolder.Spec(
              path,
              1,
              ImageFolder.Labels.NONE,
              1,
              new NoBinarization.Spec(),
              ALL,
              0,
              new NothingMissing.Spec());
      ImageFolder images = new ImageFolder(spec);
      assertThrows(DataException.class, () -> images.load(where), path);
    }
    SpecException e = assertThrows(SpecException.class, () -> load(2, ImageFolder.Labels.NONE));
    assertEquals("channels", e.path());
  }

  /** F9: which files were left out is said, and so is the name of each class. */
  @Test
  void leftOutFilesAreCountedAndNamedAndClassesRecorded() throws IOException {
    put("b/4.pgm", new byte[1]);
    Dataset data = load(1, ImageFolder.Labels.FOLDER);
    assertEquals(
        List.of("2 entries are neither PNG nor BMP and left out: b/4.pgm, readme.txt"),
        data.notes());
    assertEquals(List.of("a b", "b"), data.classes());
    assertEquals(List.of("a b", "b"), data.describe().get("classes"));
    assertEquals(data.notes(), data.describe().get("notes"));
    Files.delete(data().resolve("b/4.pgm"));
    Files.delete(data().resolve("readme.txt"));
    Dataset clean = load(1, ImageFolder.Labels.NONE);
    assertEquals(List.of(), clean.notes());
    assertFalse(clean.describe().containsKey("notes"));
    assertFalse(clean.describe().containsKey("classes"));
  }

  private Path data() {
    return data.resolve("pictures");
  }

  /** F9: a class that lost its images would shift the labels of those behind it. */
  @Test
  void anEmptyClassFolderIsRefused() throws IOException {
    Files.createDirectories(data().resolve("aa"));
    DataException e = assertThrows(DataException.class, () -> load(1, ImageFolder.Labels.FOLDER));
    assertTrue(e.file().endsWith("pictures/aa"), e.getMessage());
    assertEquals(4, load(1, ImageFolder.Labels.NONE).train().size());
  }

  /** F4: a class folder that is a link counts like the folder. */
  @Test
  void aLinkedClassIsAClass() throws IOException {
    Files.createSymbolicLink(data().resolve("c"), data().resolve("a b"));
    Dataset linked = load(1, ImageFolder.Labels.FOLDER);
    assertEquals(List.of("a b", "b", "c"), linked.classes());
    assertEquals(5, linked.train().size());
  }
}
