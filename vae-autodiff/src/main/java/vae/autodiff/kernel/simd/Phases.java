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

  /** From the beginning of a pixel's window to the pixel from which element (i, j) reaches it. */
  int tap(int i, int j) {
    int row = linesBefore - i / g.stride();
    return row * (pixels + columnsBefore) + columnsBefore - j / g.stride();
  }

  /**
   * Sets the rows of a product: the pixels of phase (i, j) on lines [from, to).
   *
   * @param begins where the lines' windows begin
   */
  void rows(int i, int j, int from, int to, int[] begins, PatchProduct product) {
    product.reserve((to - from) * pixels);
    for (int line = from; line < to; line++) {
      int u = (line % lines + first) * g.stride() - g.padding() + i;
      if (u < 0 || u >= g.height()) {
        continue;
      }
      int row = (line / lines * g.height() + u) * g.width();
      for (int t = 0; t < pixels; t++) {
        int v = (t + first) * g.stride() - g.padding() + j;
        if (v >= 0 && v < g.width()) {
          product.row(begins[line - from] + t * g.outChannels(), (row + v) * g.channels());
        }
      }
    }
  }
}
