package vae.core.model;

import java.util.Optional;

/**
 * How the numbers of an example lie in an image: row by row, the channels of a pixel side by side,
 * [height, width, channels].
 *
 * @param height rows, ≥ 1
 * @param width pixels in a row, ≥ 1
 * @param channels numbers a pixel, ≥ 1
 */
public record ImageShape(int height, int width, int channels) {

  /** An image has at most this many channels where its first axis is taken for them. */
  private static final int MAX_COLOURS = 4;

  public ImageShape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "image: expected extents of at least 1, got %d x %d x %d"
              .formatted(height, width, channels));
    }
  }

  /**
   * The image that an example of this shape is: [height, width] or [height, width, channels].
   *
   * <p>Empty for any other number of axes, and for what looks like planes: at most 4 in front and
   * more behind.
   */
  public static Optional<ImageShape> of(int... example) {
    boolean planes = example.length == 3 && example[0] <= MAX_COLOURS && example[2] > MAX_COLOURS;
    return planes || example.length < 2 || example.length > 3
        ? Optional.empty()
        : Optional.of(new ImageShape(example[0], example[1], example.length == 3 ? example[2] : 1));
  }

  public int size() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }

  @Override
  public String toString() {
    return height + " x " + width + " x " + channels;
  }
}
