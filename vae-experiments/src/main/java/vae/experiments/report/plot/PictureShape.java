package vae.experiments.report.plot;

/**
 * How a data vector becomes a picture: an image of {@code height × width × channels}, stored row by
 * row with the channels of a pixel side by side or plane by plane, or, for data that are no images,
 * a strip with one coloured column per entry.
 */
public record PictureShape(int height, int width, int channels, Layout layout) {

  public enum Layout {
    /** Channels of a pixel are neighbours: [height, width, channels]. */
    INTERLEAVED,
    /** One plane per channel: [channels, height, width]. */
    PLANES,
    /** No image: column x shows entry x. */
    STRIP
  }

  public static PictureShape strip(int size) {
    return new PictureShape(Math.clamp(size / 6, 1, 12), size, 1, Layout.STRIP);
  }

  public boolean isStrip() {
    return layout == Layout.STRIP;
  }

  /** Index of a pixel's channel within the data vector. */
  int index(int y, int x, int channel) {
    return switch (layout) {
      case INTERLEAVED -> (y * width + x) * channels + channel;
      case PLANES -> (channel * height + y) * width + x;
      case STRIP -> x;
    };
  }
}
