package vae.experiments.report.plot;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Data vectors as one PNG of pictures in rows, one pixel per data point, with transparent gaps; the
 * page scales it up without smoothing. NaN is orange, which no grey value is.
 *
 * <p>Images are drawn between {@code low} (black) and {@code high} (white); vectors that are no
 * images become strips coloured from dark blue over green to yellow, a scale of even lightness.
 *
 * @param low value drawn darkest
 * @param high value drawn brightest, above {@code low}
 */
public record ImageGrid(PictureShape shape, double low, double high) {

  /** NaN: opaque, as on a white page a transparent value would look like a white one. */
  private static final int MISSING = 0xffe08a3c;

  /** Anchors of the viridis colour scale, from low to high. */
  private static final int[] SCALE = {0x440154, 0x3b528b, 0x21918c, 0x5ec962, 0xfde725};

  /** The pictures of {@code rows} in reading order, {@code columns} to a row. */
  public byte[] plain(Matrix rows, int count, int columns) {
    BufferedImage image = canvas(columns, Math.ceilDiv(count, columns) * (shape.height() + 1) - 1);
    for (int i = 0; i < count; i++) {
      draw(image, rows, i, i % columns, (i / columns) * (shape.height() + 1));
    }
    return png(image);
  }

  /** Rows of pictures of {@code upper}, each above the row of its partners from {@code lower}. */
  public byte[] paired(Matrix upper, Matrix lower, int count, int columns) {
    int pairHeight = 2 * shape.height() + 1 + pairGap();
    int pairRows = Math.ceilDiv(count, columns);
    BufferedImage image = canvas(columns, pairRows * pairHeight - pairGap());
    for (int i = 0; i < count; i++) {
      int top = (i / columns) * pairHeight;
      draw(image, upper, i, i % columns, top);
      draw(image, lower, i, i % columns, top + shape.height() + 1);
    }
    return png(image);
  }

  /** Pixels of the whole grid from left to right. */
  public int widthOf(int columns) {
    return columns * (shape.width() + 1) - 1;
  }

  private int pairGap() {
    return Math.max(2, shape.height() / 3);
  }

  private BufferedImage canvas(int columns, int height) {
    return new BufferedImage(widthOf(columns), height, BufferedImage.TYPE_INT_ARGB);
  }

  private void draw(BufferedImage image, Matrix rows, int row, int column, int top) {
    int left = column * (shape.width() + 1);
    for (int y = 0; y < shape.height(); y++) {
      for (int x = 0; x < shape.width(); x++) {
        image.setRGB(left + x, top + y, colour(rows, row, y, x));
      }
    }
  }

  private int colour(Matrix rows, int row, int y, int x) {
    if (Double.isNaN(rows.at(row, shape.index(y, x, 0)))) {
      return MISSING;
    }
    double first = level(rows.at(row, shape.index(y, x, 0)));
    if (shape.isStrip()) {
      return 0xff000000 | scaled(first);
    }
    int red = (int) Math.rint(255 * first);
    int green = red;
    int blue = red;
    if (shape.channels() >= 3) {
      green = (int) Math.rint(255 * level(rows.at(row, shape.index(y, x, 1))));
      blue = (int) Math.rint(255 * level(rows.at(row, shape.index(y, x, 2))));
    }
    return 0xff000000 | red << 16 | green << 8 | blue;
  }

  /** The value's place between low and high, in [0, 1]. */
  private double level(double value) {
    double level = (value - low) / (high - low);
    return level > 0 ? Math.min(1, level) : 0;
  }

  private static int scaled(double level) {
    double at = level * (SCALE.length - 1);
    int below = Math.min((int) at, SCALE.length - 2);
    double share = at - below;
    int colour = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int from = SCALE[below] >> shift & 0xff;
      int to = SCALE[below + 1] >> shift & 0xff;
      colour |= (int) Math.rint(from + share * (to - from)) << shift;
    }
    return colour;
  }

  private static byte[] png(BufferedImage image) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(image, "png", stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
