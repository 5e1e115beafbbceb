package vae.autodiff.kernel.simd;

import vae.autodiff.kernel.ConvolutionGeometry;

/**
 * The lines of narrow images from which the gradient by a weight is continued in one go: the
 * windows of their pixels, and the panels of what is multiplied with these.
 *
 * <p>Every row of the weight needs all pixels, so the threads that share the rows share the blocks
 * too: each loads some of them, and all read all.
 */
final class PixelBlock {

  private final PaddedLines windows = new PaddedLines();
  private int from;
  private int to;

  /** Where the windows of the pixels begin in {@link #values}. */
  int[] begins = {};

  /** The panels of dy, if they were packed. */
  float[] panels = {};

  /**
   * Says what is to be loaded: lines from {@code from} on.
   *
   * @return the line behind the last one
   */
  int of(ConvolutionGeometry g, int from) {
    Windows.of(g, windows);
    this.from = from;
    this.to = windows.end(from, g.batch() * g.outHeight(), g.outWidth());
    return to;
  }

  void load(ConvolutionGeometry g, float[] x) {
    windows.load(x, from, to);
    int count = pixels(g);
    if (begins.length < count) {
      begins = new int[count];
    }
    int step = g.stride() * g.channels();
    for (int line = from; line < to; line++) {
      for (int q = 0; q < g.outWidth(); q++) {
        begins[(line - from) * g.outWidth() + q] = windows.begins[line - from] + q * step;
      }
    }
  }

  void pack(ConvolutionGeometry g, float[] dy) {
    int count = pixels(g);
    int size = PatchProduct.panelSize(count, g.outChannels());
    if (panels.length < size) {
      panels = new float[size];
    }
    PatchProduct.pack(dy, first(g), g.outChannels(), count, g.outChannels(), panels, 0);
  }

  float[] values() {
    return windows.values;
  }

  int pixels(ConvolutionGeometry g) {
    return (to - from) * g.outWidth();
  }

  /** Where the first pixel is in the narrow images. */
  int first(ConvolutionGeometry g) {
    return from * g.outWidth() * g.outChannels();
  }
}
