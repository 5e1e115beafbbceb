package vae.autodiff.kernel.simd;

import vae.autodiff.kernel.ConvolutionGeometry;

/** The windows of a convolution: where their elements lie in padded copies of the wide images. */
final class Windows {

  private Windows() {}

  /** Columns of all windows of a line together. */
  private static int columns(ConvolutionGeometry g) {
    return (g.outWidth() - 1) * g.stride() + g.kernelWidth();
  }

  static void of(ConvolutionGeometry g, PaddedLines lines) {
    lines.of(
        g.height(),
        g.width(),
        g.channels(),
        g.outHeight(),
        g.stride(),
        -g.padding(),
        g.kernelHeight(),
        -g.padding(),
        columns(g));
  }

  /** From a window's beginning to its elements, in the order of the weight's rows. */
  static void steps(ConvolutionGeometry g, int[] steps) {
    int pitch = columns(g) * g.channels();
    int row = g.kernelWidth() * g.channels();
    for (int i = 0; i < g.kernelHeight(); i++) {
      for (int e = 0; e < row; e++) {
        steps[i * row + e] = i * pitch + e;
      }
    }
  }

  /** The windows' elements in planes. */
  static Planes planes(ConvolutionGeometry g) {
    PaddedLines lines = new PaddedLines();
    of(g, lines);
    return new Planes(
        lines.linesOfOneImage(), g.channels(), g.stride(), g.kernelHeight(), columns(g));
  }

  /** From a window's position in planes to its elements, in the order of the weight's rows. */
  static void steps(ConvolutionGeometry g, Planes planes, int[] steps) {
    for (int e = 0; e < g.windowSize(); e++) {
      int tap = e / g.channels();
      steps[e] = planes.step(e % g.channels(), tap / g.kernelWidth(), tap % g.kernelWidth());
    }
  }
}
