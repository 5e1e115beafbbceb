package vae.data.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PictureTest {

  private static final Limits LIMITS = new Limits(1 << 20);
  private static final int[] COLOURS = {0x0a141e, 0xff0000, 0x00ff00, 0x0000ff, 0x808080, 0x010203};

  private static byte[] colours(String format) {
    return PictureBytes.of(format, BufferedImage.TYPE_3BYTE_BGR, 3, COLOURS);
  }

  private static byte[] decode(byte[] file, int channels) {
    return ScratchFile.with(file, path -> decode(path, channels));
  }

  private static byte[] decode(Path path, int channels) {
    Picture picture = Picture.open(path, LIMITS);
    byte[] out = new byte[picture.width() * picture.height() * channels];
    picture.decode(channels, out, 0);
    return out;
  }

  private static DataException refused(byte[] file) {
    DataException e = assertThrows(DataException.class, () -> decode(file, 3));
    assertTrue(!e.fix().isEmpty(), e.getMessage());
    return e;
  }

  private static void assertRefused(String problem, byte[] file) {
    DataException e = refused(file);
    assertTrue(e.problem().contains(problem), e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void coloursAreThoseOfTheFile(String format) {
    byte[] rgb = decode(colours(format), 3);
    for (int i = 0; i < COLOURS.length; i++) {
      int colour = (rgb[3 * i] & 0xff) << 16 | (rgb[3 * i + 1] & 0xff) << 8 | rgb[3 * i + 2] & 0xff;
      assertEquals(COLOURS[i], colour);
    }
    // (299 R + 587 G + 114 B + 500) / 1000 by hand
    assertArrayEquals(
        new byte[] {18, 76, (byte) 150, 29, (byte) 128, 2}, decode(colours(format), 1));
  }

  /** Where a library takes grey for linear light, these come out as other numbers. */
  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void allGreysStayWhatTheyAre(String format) {
    int[] greys = new int[256];
    Arrays.setAll(greys, i -> i * 0x010101);
    byte[] file = PictureBytes.of(format, BufferedImage.TYPE_BYTE_GRAY, 16, greys);
    byte[] one = decode(file, 1);
    byte[] three = decode(file, 3);
    for (int i = 0; i < 256; i++) {
      assertEquals((byte) i, one[i]);
      for (int c = 0; c < 3; c++) {
        assertEquals((byte) i, three[3 * i + c]);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void palettesAreLookedUp(String format) {
    byte[] file = PictureBytes.of(format, BufferedImage.TYPE_BYTE_BINARY, 3, 0, -1, 0, -1, -1, 0);
    assertArrayEquals(new byte[] {0, -1, 0, -1, -1, 0}, decode(file, 1));
  }

  @Test
  void alphaMustBeOpaque() {
    int type = BufferedImage.TYPE_INT_ARGB;
    byte[] opaque = PictureBytes.of("png", type, 2, 0xff102030, 0xffffffff);
    assertArrayEquals(new byte[] {16, 32, 48, -1, -1, -1}, decode(opaque, 3));
    byte[] clear = PictureBytes.of("png", type, 2, 0xff102030, 0xfeffffff);
    assertRefused("transparent one in column 1 of row 0", clear);
  }

  @Test
  void jpegIsRefusedWhateverItsName() {
    byte[] jpeg = PictureBytes.of("jpg", BufferedImage.TYPE_3BYTE_BGR, 3, COLOURS);
    assertRefused("JPEG", jpeg);
    assertRefused("first bytes", new byte[100]);
    assertRefused("first bytes", colours("gif"));
    byte[] wide = PictureBytes.of("png", BufferedImage.TYPE_USHORT_GRAY, 3, COLOURS);
    assertRefused("8 bits a sample, got 16", wide);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void everyTruncationIsRefused(String format) {
    Damage.everyTruncationIsRefused(colours(format), path -> decode(path, 3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp"})
  void flipsNeverSurprise(String format) {
    Random random = new Random(5);
    for (int i = 0; i < 500; i++) {
      Damage.flipsNeverSurprise(colours(format), random, path -> decode(path, 1));
    }
  }

  @Test
  void everyFlippedBitOfAPngIsFound() {
    byte[] good = colours("png");
    for (int bit = 0; bit < 8 * good.length; bit += 3) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      refused(bad);
    }
  }

  @Test
  void hugeSizesAreRefusedBeforeDecoding() {
    byte[] png = colours("png");
    for (int side : new int[] {30_000, Integer.MAX_VALUE}) {
      ByteBuffer.wrap(png).putInt(16, side).putInt(20, side);
      CRC32 checksum = new CRC32();
      checksum.update(png, 12, 17);
      ByteBuffer.wrap(png).putInt(29, (int) checksum.getValue());
      assertRefused("which no file of", png);
    }
    byte[] bmp = colours("bmp");
    bmp[20] = 1;
    assertRefused("rows of", bmp);
    byte[] plain = PictureBytes.of("png", BufferedImage.TYPE_BYTE_BINARY, 300, new int[300 * 300]);
    DataException e =
        assertThrows(
            DataException.class,
            () -> ScratchFile.with(plain, path -> Picture.open(path, new Limits(90_000))));
    assertTrue(e.problem().contains("the limit is 90000"), e.getMessage());
  }

  /** F9: decoders fill a short palette up, and a pixel beyond it becomes black. */
  @Test
  void aPixelBeyondThePaletteIsRefused() throws IOException {
    try (InputStream in =
        PictureTest.class.getResourceAsStream("/vae/data/cases/img/palshort/00.png")) {
      assertRefused("within the palette of", in.readAllBytes());
    }
  }
}
