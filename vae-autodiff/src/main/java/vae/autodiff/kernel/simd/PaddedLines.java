package vae.autodiff.kernel.simd;

import java.util.Arrays;

/**
 * Copies of parts of images [N, height, width, channels] with zeros around them, from which windows
 * can be read without asking whether they leave the image.
 *
 * <p>Each image has {@code lines} lines of windows. The window of line t has {@code windowRows}
 * rows from row {@code top + t · stride} of the image on and {@code columns} columns from column
 * {@code left} on. Lines are counted through all images.
 *
 * <p>An instance belongs to one thread; its memory is bounded by {@link #ELEMENTS} and the windows
 * of one line.
 */
final class PaddedLines {

  /** Elements that a block of lines takes, if it has more lines than one: 128 kB. */
  private static final int ELEMENTS = 1 << 15;

  /** Columns of windows, of all lines of a block together, if it has more lines than one. */
  private static final int PIXELS = 1 << 11;

  private int height;
  private int width;
  private int channels;
  private int lines;
  private int stride;
  private int top;
  private int windowRows;
  private int left;
  private int columns;

  float[] values = {};

  /** Where the window of each line of the block begins in the copies. */
  int[] begins = {};

  void of(
      int height,
      int width,
      int channels,
      int lines,
      int stride,
      int top,
      int windowRows,
      int left,
      int columns) {
    this.height = height;
    this.width = width;
    this.channels = channels;
    this.lines = lines;
    this.stride = stride;
    this.top = top;
    this.windowRows = windowRows;
    this.left = left;
    this.columns = columns;
  }

  /** Elements between two rows of a copy. */
  int pitch() {
    return columns * channels;
  }

  /**
   * The line behind the last one of the block that begins with line {@code from}.
   *
   * @param to the line at which to stop
   * @param pixelsPerLine counted against the limit of a block
   */
  int end(int from, int to, int pixelsPerLine) {
    int end = from + 1;
    long rows = windowRows;
    while (end < to) {
      rows += end % lines == 0 ? windowRows : stride;
      if (rows * pitch() > ELEMENTS || (long) (end + 1 - from) * pixelsPerLine > PIXELS) {
        break;
      }
      end++;
    }
    return end;
  }

  /**
   * Copies what the windows of the block that begins with line {@code from} need.
   *
   * @return the line behind the last one copied, {@link #end}
   */
  int load(float[] images, int from, int to, int pixelsPerLine) {
    int end = end(from, to, pixelsPerLine);
    load(images, from, end);
    return end;
  }

  /** Copies what the windows of lines [from, end) need, which make one block. */
  void load(float[] images, int from, int end) {
    if (begins.length < end - from) {
      begins = new int[end - from];
    }
    reserve(from, end);
    int at = 0;
    for (int line = from, behind; line < end; line = behind) {
      behind = Math.min(end, (line / lines + 1) * lines);
      for (int l = line; l < behind; l++) {
        begins[l - from] = at + (l - line) * stride * pitch();
      }
      at += copy(images, line, behind, at) * pitch();
    }
  }

  /** How many lines, all of the same image, make a block; at least 1. */
  int linesOfOneImage() {
    return Math.clamp((ELEMENTS / pitch() - (long) windowRows) / stride + 1, 1, lines);
  }

  /**
   * Copies what the windows of lines [from, to) need.
   *
   * @param to at most {@link #linesOfOneImage} lines further, in the same image
   * @return the number of rows copied
   */
  int loadOneImage(float[] images, int from, int to) {
    reserve(from, to);
    return copy(images, from, to, 0);
  }

  /** Copies the windows of lines of one image and returns the number of rows. */
  private int copy(float[] images, int from, int to, int at) {
    int first = top + from % lines * stride;
    int count = (to - 1 - from) * stride + windowRows;
    for (int r = 0; r < count; r++) {
      copyRow(images, from / lines, first + r, at + r * pitch());
    }
    return count;
  }

  private void reserve(int from, int end) {
    long segments = (end - 1) / lines - from / lines + 1L;
    long rows = segments * windowRows + (end - from - segments) * stride;
    int size = Math.toIntExact(rows * pitch());
    if (values.length < size) {
      values = new float[size];
    }
  }

  private void copyRow(float[] images, int image, int row, int at) {
    int begin = Math.clamp(-left, 0, columns);
    int end = Math.clamp(width - (long) left, begin, columns);
    if (row < 0 || row >= height || begin == end) {
      Arrays.fill(values, at, at + pitch(), 0);
      return;
    }
    int source = ((image * height + row) * width + left + begin) * channels;
    Arrays.fill(values, at, at + begin * channels, 0);
    System.arraycopy(images, source, values, at + begin * channels, (end - begin) * channels);
    Arrays.fill(values, at + end * channels, at + pitch(), 0);
  }
}
