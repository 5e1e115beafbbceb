package vae.autodiff.kernel.simd;

import vae.autodiff.kernel.ConvolutionGeometry;

/** One thread's share of a convolution, as matrix products: vectors hold channels of the result. */
final class WidePart {

  private final PaddedLines windows = new PaddedLines();
  private final PatchProduct product = new PatchProduct();

  /**
   * Lines [from, to) of y = x ⋆ w.
   *
   * @param steps those of {@link Windows}
   * @param weights the panels of w
   */
  void convolve(
      ConvolutionGeometry g,
      int[] steps,
      float[] x,
      float[] weights,
      float[] y,
      boolean accumulate,
      int from,
      int to) {
    Windows.of(g, windows);
    product.steps = steps;
    product.firstStep = 0;
    product.k = g.windowSize();
    product.b = weights;
    product.bOffset = 0;
    product.columns = g.outChannels();
    product.c = y;
    int step = g.stride() * g.channels();
    for (int line = from, end; line < to; line = end) {
      end = windows.load(x, line, to, g.outWidth());
      product.a = windows.values;
      product.reserve((end - line) * g.outWidth());
      for (int l = line; l < end; l++) {
        for (int q = 0; q < g.outWidth(); q++) {
          int pixel = l * g.outWidth() + q;
          product.row(windows.begins[l - line] + q * step, pixel * g.outChannels());
        }
      }
      product.multiply(accumulate);
    }
    product.c = null;
  }

  /**
   * Lines [from, to) of the transposed convolution.
   *
   * @param steps those of all phases, one phase after the other
   * @param weights the panels of all phases' weights
   */
  void transposed(
      ConvolutionGeometry g,
      Phases phases,
      int[] steps,
      float[] y,
      float[] weights,
      float[] x,
      boolean accumulate,
      int from,
      int to) {
    phases.windows(windows);
    product.steps = steps;
    product.b = weights;
    product.columns = g.channels();
    product.c = x;
    for (int line = from, end; line < to; line = end) {
      end = windows.load(y, line, to, phases.pixels());
      product.a = windows.values;
      product.firstStep = 0;
      for (int i = 0; i < phases.down(); i++) {
        for (int j = 0; j < phases.across(); j++) {
          product.k = phases.taps(i, j) * g.outChannels();
          product.bOffset = PatchProduct.panelSize(product.firstStep, g.channels());
          phases.rows(i, j, line, end, windows.begins, product);
          product.multiply(accumulate);
          product.firstStep += product.k;
        }
      }
    }
    product.c = null;
  }

  /** Continues the gradient by rows [from, to) of the weight by the first n blocks. */
  void weightGradient(
      ConvolutionGeometry g,
      int[] steps,
      PixelBlock[] blocks,
      int n,
      float[] dw,
      int from,
      int to) {
    product.reserve(to - from);
    for (int row = from; row < to; row++) {
      product.row(steps[row], row * g.outChannels());
    }
    product.firstStep = 0;
    product.bOffset = 0;
    product.columns = g.outChannels();
    product.c = dw;
    for (int i = 0; i < n; i++) {
      product.a = blocks[i].values();
      product.steps = blocks[i].begins;
      product.b = blocks[i].panels;
      product.k = blocks[i].pixels(g);
      product.multiply(true);
    }
    product.c = null;
  }
}
