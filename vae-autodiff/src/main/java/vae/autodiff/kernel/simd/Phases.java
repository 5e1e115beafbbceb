package vae.autodiff.kernel.simd;

import vae.autodiff.kernel.ConvolutionGeometry;

/**
 * The pixels of a wide image, sorted by the rows and columns of the kernel that reach them.
 *
 * <p>Pixel (u, v) of the wide image is reached from the narrow pixel ((u + padding − i) / stride,
 * (v + padding − j) / stride) through element (i, j) of the kernel, where both are whole: through
 * those i and j that leave the remainders of u + padding and v + padding by the stride. Such a pair
 * of remainders is a phase. The pixels of one phase have the same steps from the narrow image, and
 * are neighbours there: with t the quotient of u + padding by the stride, counted from the smallest
 * there is, they are reached from the lines t, t − 1, ….
 */
final class Phases {

  private final ConvolutionGeometry g;
  private final int first;
  private final int linesBefore;
  private final int columnsBefore;
  private final int lines;
  private final int pixels;

  Phases(ConvolutionGeometry g) {
    this.g = g;
    this.first = g.padding() / g.stride();
    this.linesBefore = (g.kernelHeight() - 1) / g.stride();
    this.columnsBefore = (g.kernelWidth() - 1) / g.stride();
    this.lines = (g.height() - 1 + g.padding()) / g.stride() - first + 1;
    this.pixels = (g.width() - 1 + g.padding()) / g.stride() - first + 1;
  }

  /** Remainders of rows. */
  int down() {
    return Math.min(g.stride(), g.height() + g.padding());
  }

  /** Remainders of columns. */
  int across() {
    return Math.min(g.stride(), g.width() + g.padding());
  }

  /** Quotients of rows, of each image. */
  int lines() {
    return lines;
  }

  /** Quotients of columns. */
  int pixels() {
    return pixels;
  }

  /** Elements of the kernel that reach the pixels of a phase. */
  int taps(int i, int j) {
    return count(g.kernelHeight(), i) * count(g.kernelWidth(), j);
  }

  private int count(int kernel, int remainder) {
    return remainder < kernel ? (kernel - 1 - remainder) / g.stride() + 1 : 0;
  }

  /**
   * How many phases from (i, j) on, row by row, have the same steps: all where the stride divides
   * the kernel, and otherwise this one.
   */
  int alike(int i, int j) {
    boolean all = g.kernelHeight() % g.stride() == 0 && g.kernelWidth() % g.stride() == 0;
    return all ? (down() - i) * across() - j : 1;
  }

  /** Sets the lines' windows in the narrow images. */
  void windows(PaddedLines windows) {
    windows.of(
        g.outHeight(),
        g.outWidth(),
        g.outChannels(),
        lines,
        1,
        first - linesBefore,
        linesBefore + 1,
        first - columnsBefore,
        pixels + columnsBefore);
  }

  /** What is done with an element of the kernel, in the order of the phases. */
  private interface Tap {
    /**
     * @param at elements of the kernel before it, in all phases
     * @param before those of them that are in phases before this one
     * @param taps those of this phase
     */
    void take(int i, int j, int at, int before, int taps);
  }

  private void forEachTap(Tap tap) {
    int at = 0;
    for (int i0 = 0; i0 < down(); i0++) {
      for (int j0 = 0; j0 < across(); j0++) {
        int before = at;
        for (int i = i0; i < g.kernelHeight(); i += g.stride()) {
          for (int j = j0; j < g.kernelWidth(); j += g.stride()) {
            tap.take(i, j, at, before, taps(i0, j0));
            at++;
          }
        }
      }
    }
  }

  /** From the beginning of a pixel's window to the elements from which it is reached, by phases. */
  void steps(int[] steps) {
    int size = g.outChannels();
    forEachTap(
        (i, j, at, before, taps) -> {
          int row = linesBefore - i / g.stride();
          int column = columnsBefore - j / g.stride();
          int begin = (row * (pixels + columnsBefore) + column) * size;
          for (int o = 0; o < size; o++) {
            steps[at * size + o] = begin + o;
          }
        });
  }

  /** The same steps in planes. */
  void planeSteps(int[] steps) {
    int size = g.outChannels();
    Planes planes = planes();
    forEachTap(
        (i, j, at, before, taps) -> {
          int row = linesBefore - i / g.stride();
          int column = columnsBefore - j / g.stride();
          for (int o = 0; o < size; o++) {
            steps[at * size + o] = planes.step(o, row, column);
          }
        });
  }

  /** Packs the weight into panels, those of one phase after those of another. */
  void pack(float[] w, float[] panels) {
    int size = g.outChannels();
    forEachTap(
        (i, j, at, before, taps) ->
            PatchProduct.packTransposed(
                w,
                weight(i, j, 0),
                size,
                g.channels(),
                panels,
                PatchProduct.panelSize(before * size, g.channels()),
                taps * size,
                (at - before) * size));
  }

  /** Copies the weight in the order [phase, c, taps of the phase, o]. */
  void factors(float[] w, float[] factors) {
    int size = g.outChannels();
    forEachTap(
        (i, j, at, before, taps) -> {
          for (int c = 0; c < g.channels(); c++) {
            int to = (before * g.channels() + c * taps + at - before) * size;
            System.arraycopy(w, weight(i, j, c), factors, to, size);
          }
        });
  }

  private int weight(int i, int j, int c) {
    return ((i * g.kernelWidth() + j) * g.channels() + c) * g.outChannels();
  }

  /** The narrow images in planes. */
  Planes planes() {
    PaddedLines lines = new PaddedLines();
    windows(lines);
    return new Planes(
        lines.linesOfOneImage(), g.outChannels(), 1, linesBefore + 1, pixels + columnsBefore);
  }

  /** The row of the wide images, all of them counted, that a line has in phase i; or −1. */
  int row(int line, int i) {
    int u = (line % lines + first) * g.stride() - g.padding() + i;
    return u < 0 || u >= g.height() ? -1 : line / lines * g.height() + u;
  }

  /** The column of the wide image that pixel t has in phase j, which may be outside. */
  int column(int t, int j) {
    return (t + first) * g.stride() - g.padding() + j;
  }

  /** The first pixel of a line that is inside the wide image, in phase j. */
  int firstPixel(int j) {
    return column(0, j) < 0 ? 1 : 0;
  }

  /** The pixel behind the last one that is inside. */
  int endPixel(int j) {
    return Math.floorDiv(g.width() - 1 - column(0, j), g.stride()) + 1;
  }

  /**
   * Sets the rows of a product: the pixels of phase (i, j) on lines [from, to).
   *
   * @param begins where the lines' windows begin
   */
  void rows(int i, int j, int from, int to, int[] begins, PatchProduct product) {
    product.reserve((to - from) * pixels);
    for (int line = from; line < to; line++) {
      int row = row(line, i);
      for (int t = firstPixel(j); row >= 0 && t < endPixel(j); t++) {
        int pixel = row * g.width() + column(t, j);
        product.row(begins[line - from] + t * g.outChannels(), pixel * g.channels());
      }
    }
  }
}
