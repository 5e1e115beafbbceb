package vae.experiments.report.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

final class ImageGridTest {

  private static final int ORANGE = 0xffe08a3c;
  private static final int CLEAR = 0;
  private static final int BLACK = 0xff000000;
  private static final int WHITE = 0xffffffff;

  private static final PictureShape ROW =
      new PictureShape(1, 2, 1, PictureShape.Layout.INTERLEAVED);

  @Test
  void picturesStandInReadingOrderWithClearGaps() throws IOException {
    Matrix three = new Matrix(3, 2, new double[] {0, 1, 1, 0, 1, 1});
    BufferedImage image = decode(new ImageGrid(ROW, 0, 1).plain(three, 3, 2));
    assertArrayEquals(new int[] {BLACK, WHITE, CLEAR, WHITE, BLACK}, row(image, 0));
    assertArrayEquals(new int[] {CLEAR, CLEAR, CLEAR, CLEAR, CLEAR}, row(image, 1));
    assertArrayEquals(new int[] {WHITE, WHITE, CLEAR, CLEAR, CLEAR}, row(image, 2));
    assertEquals(3, image.getHeight());
  }

  @Test
  void partnersStandBelowEachOther() throws IOException {
    Matrix upper = new Matrix(2, 2, new double[] {0, 0, 1, 1});
    Matrix lower = new Matrix(2, 2, new double[] {1, 1, 0, 0});
    BufferedImage image = decode(new ImageGrid(ROW, 0, 1).paired(upper, lower, 2, 1));
    assertEquals(BLACK, image.getRGB(0, 0));
    assertEquals(WHITE, image.getRGB(0, 2));
    assertEquals(WHITE, image.getRGB(0, 5));
    assertEquals(BLACK, image.getRGB(0, 7));
    assertEquals(8, image.getHeight());
  }

  @Test
  void valuesBeyondTheRangeAreDrawnAtItsEnds() throws IOException {
    double[] values = {Double.NEGATIVE_INFINITY, 9, Double.NaN, 3};
    BufferedImage image = decode(new ImageGrid(ROW, 1, 5).plain(new Matrix(2, 2, values), 2, 2));
    assertArrayEquals(new int[] {BLACK, WHITE, CLEAR, ORANGE, 0xff808080}, row(image, 0));
  }

  /** The same colours stored in two orders make the same picture. */
  @Test
  void planesAndInterleavedChannelsAgree() throws IOException {
    Matrix interleaved = new Matrix(1, 6, new double[] {1, 0, 0, 0, 1, 0});
    Matrix planes = new Matrix(1, 6, new double[] {1, 0, 0, 1, 0, 0});
    PictureShape hwc = new PictureShape(1, 2, 3, PictureShape.Layout.INTERLEAVED);
    PictureShape chw = new PictureShape(1, 2, 3, PictureShape.Layout.PLANES);
    int[] expected = {0xffff0000, 0xff00ff00};
    assertArrayEquals(expected, row(decode(new ImageGrid(hwc, 0, 1).plain(interleaved, 1, 1)), 0));
    assertArrayEquals(expected, row(decode(new ImageGrid(chw, 0, 1).plain(planes, 1, 1)), 0));
  }

  @Test
  void stripsRunFromDarkBlueToYellow() throws IOException {
    PictureShape strip = PictureShape.strip(3);
    Matrix ramp = new Matrix(1, 3, new double[] {-1, 0, 1});
    BufferedImage image = decode(new ImageGrid(strip, -1, 1).plain(ramp, 1, 1));
    assertArrayEquals(new int[] {0xff440154, 0xff21918c, 0xfffde725}, row(image, 0));
  }

  private static int[] row(BufferedImage image, int y) {
    return image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
  }

  private static BufferedImage decode(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }
}
