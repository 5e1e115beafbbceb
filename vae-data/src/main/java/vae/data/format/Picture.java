package vae.data.format;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * One lossless image: PNG or uncompressed BMP, with at most 8 bits a sample.
 *
 * <p>Samples are taken as they are stored, those of grey PNGs below 8 bits stretched to 0 … 255;
 * colour profiles and gamma are ignored. Alpha is allowed where every pixel is opaque: which colour
 * lies behind the others, the file does not say. JPEG is refused, since decoders may differ in
 * bits, and so is GIF, of which the JDK decodes some with two colours into wrong pixels. The header
 * is checked before pixels are decoded.
 */
public final class Picture {

  private static final int OPAQUE = 255;
  private static final int COLOURS = 3;

  /** Bytes a pixel that decoding may take beside the result. */
  private static final long DECODED_BYTES = 16;

  private final String name;
  private final PictureFile file;

  private Picture(String name, PictureFile file) {
    this.name = name;
    this.file = file;
  }

  /**
   * Reads the file and checks its structure, and that its pixels may be decoded.
   *
   * @throws DataException where the file is missing, damaged, of another format, or beyond the
   *     limits
   */
  public static Picture open(Path path, Limits limits) {
    String name = path.toString();
    try {
      limits.check(name, -1, Files.size(path));
      PictureFile file = PictureFile.of(name, Files.readAllBytes(path));
      long pixels = (long) file.width() * file.height();
      limits.check(name, -1, pixels > limits.bytes() ? pixels : pixels * DECODED_BYTES);
      return new Picture(name, file);
    } catch (IOException e) {
      throw DataException.of(name, -1, e);
    }
  }

  public int width() {
    return file.width();
  }

  /** Rows. */
  public int height() {
    return file.height();
  }

  /**
   * Decodes the pixels, row by row from the top.
   *
   * <p>One channel holds (299 R + 587 G + 114 B + 500) / 1000, rounded down, which leaves grey as
   * it is; three hold R, G and B, all the same for grey.
   *
   * @param channels 1 or 3
   * @param out receives height · width · channels bytes from {@code at} on
   * @throws DataException where the pixels are damaged or not opaque
   */
  public void decode(int channels, byte[] out, int at) {
    BufferedImage image = decoded();
    if (image.getWidth() != width() || image.getHeight() != height()) {
      throw broken("expected %d × %d pixels".formatted(width(), height()), null);
    }
    Raster raster = image.getRaster();
    int bands = raster.getNumBands();
    int[] row = new int[Math.multiplyExact(width(), bands)];
    int[] colour = new int[COLOURS + 1];
    int to = at;
    try {
      for (int y = 0; y < height(); y++) {
        raster.getPixels(0, y, width(), 1, row);
        for (int x = 0; x < width(); x++) {
          colour(image.getColorModel(), row, x * bands, bands, colour);
          if (colour[COLOURS] != OPAQUE) {
            throw transparent(x, y);
          }
          if (channels == 1) {
            out[to++] = (byte) ((299 * colour[0] + 587 * colour[1] + 114 * colour[2] + 500) / 1000);
          } else {
            for (int c = 0; c < COLOURS; c++) {
              out[to++] = (byte) colour[c];
            }
          }
        }
      }
    } catch (IndexOutOfBoundsException e) {
      throw broken("expected colours within the palette of " + file.colours(), e);
    }
  }

  /** Puts red, green, blue and alpha of the pixel, 0 … 255 each, into {@code colour}. */
  private void colour(ColorModel model, int[] row, int at, int bands, int[] colour) {
    if (model instanceof IndexColorModel palette) {
      int index = row[at];
      boolean stated = file.colours() > 0; // decoders fill palettes up, and make some for grey
      if (index >= (stated ? file.colours() : palette.getMapSize())) {
        throw new IndexOutOfBoundsException(index);
      }
      colour[0] = palette.getRed(index);
      colour[1] = palette.getGreen(index);
      colour[2] = palette.getBlue(index);
      colour[COLOURS] = palette.getAlpha(index);
      return;
    }
    boolean grey = bands < COLOURS;
    for (int c = 0; c < COLOURS; c++) {
      colour[c] = row[grey ? at : at + c];
    }
    colour[COLOURS] = bands % 2 == 0 ? row[at + bands - 1] : OPAQUE;
  }

  private BufferedImage decoded() {
    ImageReader reader = ImageIO.getImageReadersByFormatName(file.format()).next();
    try (ImageInputStream in =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(file.bytes()))) {
      reader.setInput(in, true, true);
      BufferedImage image = reader.read(0);
      ColorModel model = image.getColorModel();
      for (int band = 0; band < model.getNumComponents(); band++) {
        if (!(model instanceof IndexColorModel) && model.getComponentSize(band) != Byte.SIZE) {
          throw broken("expected 8 bits a sample, got " + model.getComponentSize(band), null);
        }
      }
      return image;
    } catch (DataException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The JDK's decoders answer damaged files with unchecked exceptions of many kinds.
      throw broken("the pixels cannot be decoded (" + e + ")", e);
    } finally {
      reader.dispose();
    }
  }

  private DataException transparent(int x, int y) {
    return new DataException(
        name,
        "expected opaque pixels, got a transparent one in column %d of row %d".formatted(x, y),
        "Save the image without alpha, on the background that you want.");
  }

  private DataException broken(String problem, Exception cause) {
    DataException broken =
        new DataException(name, problem, "Save the image again as PNG, 8 bits a sample.");
    broken.initCause(cause);
    return broken;
  }
}
