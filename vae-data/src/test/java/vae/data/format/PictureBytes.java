package vae.data.format;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** Image files, as the JDK writes them. */
public final class PictureBytes {

  private PictureBytes() {}

  /**
   * @param format as ImageIO names it
   * @param type of {@link BufferedImage}; of grey ones the sample is the colour's low byte
   * @param width pixels a row
   * @param colours ARGB, row by row
   */
  public static byte[] of(String format, int type, int width, int... colours) {
    int height = colours.length / width;
    BufferedImage image = new BufferedImage(width, height, type);
    for (int i = 0; i < colours.length; i++) {
      if (type == BufferedImage.TYPE_BYTE_GRAY) {
        image.getRaster().setSample(i % width, i / width, 0, colours[i] & 0xff);
      } else {
        image.setRGB(i % width, i / width, colours[i]);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("the JDK writes no such " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
