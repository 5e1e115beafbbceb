package vae.autodiff.kernel.simd;

import jdk.incubator.vector.FloatVector;

/**
 * How the padded copy of a block of lines is laid out for vectors of neighbouring pixels: a plane
 * for each channel and, since windows that are {@code stride} apart are to be neighbours, for each
 * remainder of rows and of columns by the stride.
 *
 * <p>Line t and pixel q of the block have position t · {@link #columns} + q, to which {@link #step}
 * adds what leads to an element of the window. Positions behind the last pixel of a line belong to
 * no window, and what is computed there is left unused.
 */
final class Planes {

  /** Elements. */
  private static final int CACHE_LINE = 16;

  private final int channels;
  private final int stride;
  private final int windowColumns;
  private final int columns;
  private final int size;

  private final int lines;

  /**
   * Planes for blocks of lines.
   *
   * @param lines lines of a block, all of the same image
   * @param stride columns and rows between two windows
   * @param windowColumns columns of the windows of a line
   */
  Planes(int lines, int channels, int stride, int windowRows, int windowColumns) {
    this.channels = channels;
    this.stride = stride;
    this.windowColumns = windowColumns;
    this.lines = lines;
    this.columns = (windowColumns - 1) / stride + 1;
    this.size = apart(((lines - 1) * stride + windowRows - 1) / stride * columns + columns);
  }

  /**
   * At least n elements, an odd number of cache lines: the same positions of planes that are a
   * power of two apart would drive each other out of the first cache.
   */
  private static int apart(int n) {
    return ((n - 1) / CACHE_LINE + 1 | 1) * CACHE_LINE;
  }

  /** Positions of a line. */
  int columns() {
    return columns;
  }

  /** The line behind a block's last one: blocks do not go beyond an image. */
  int end(int line, int to, int linesOfImage) {
    int nextImage = (line / linesOfImage + 1) * linesOfImage;
    return Math.min(Math.min(to, nextImage), line + lines);
  }

  /** Elements of all planes, with those that a vector may read behind the last. */
  int elements() {
    return channels * stride * stride * size + FloatVector.SPECIES_PREFERRED.length();
  }

  /** From a position to row i and column j of the window there, in the plane of a channel. */
  int step(int channel, int i, int j) {
    int plane = (channel * stride + i % stride) * stride + j % stride;
    return plane * size + i / stride * columns + j / stride;
  }

  /**
   * Fills the planes.
   *
   * @param values rows of windows as {@link PaddedLines} copies them
   */
  void fill(float[] values, int rows, float[] planes) {
    int pitch = windowColumns * channels;
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < Math.min(stride, windowColumns); j++) {
        int count = (windowColumns - 1 - j) / stride + 1;
        VectorTranspose.transpose(
            values,
            r * pitch + j * channels,
            stride * channels,
            count,
            channels,
            planes,
            step(0, r, j),
            stride * stride * size);
      }
    }
  }
}
