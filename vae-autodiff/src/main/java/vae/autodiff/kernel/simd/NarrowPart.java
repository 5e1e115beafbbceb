package vae.autodiff.kernel.simd;

import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.ConvolutionGeometry;

/**
 * One thread's share of a convolution whose result has so few channels that vectors of them would
 * be mostly empty: vectors hold neighbouring pixels instead, or neighbouring rows of the weight.
 */
final class NarrowPart {

  private static final int WIDTH = FloatVector.SPECIES_PREFERRED.length();

  private final PaddedLines windows = new PaddedLines();
  private final LaneProduct product = new LaneProduct();
  private float[] planes = {};

  /** Whether vectors of that many channels would be mostly empty. */
  static boolean suits(int channels) {
    return 3 * channels <= WIDTH;
  }

  /** Whether the gradient by a weight is better computed in vectors of its rows. */
  static boolean suits(ConvolutionGeometry g) {
    return suits(g.outChannels()) && g.kernelWidth() * g.channels() >= WIDTH;
  }

  /** Lines [from, to) of y = x ⋆ w. */
  void convolve(
      ConvolutionGeometry g,
      int[] steps,
      float[] x,
      float[] w,
      float[] y,
      boolean accumulate,
      int from,
      int to) {
    Windows.of(g, windows);
    Planes layout = Windows.planes(g);
    product.steps = steps;
    product.firstStep = 0;
    product.k = g.windowSize();
    product.factors = w;
    product.factorStride = g.outChannels();
    product.rowStride = 1;
    for (int line = from, end; line < to; line = end) {
      end = layout.end(line, to, g.outHeight());
      int positions = (end - line - 1) * layout.columns() + g.outWidth();
      fill(layout, x, line, end, positions, g.outChannels());
      if (accumulate) {
        exchange(g, layout, line, end, y, true);
      } else {
        product.clear(g.outChannels());
      }
      product.multiply(g.outChannels(), 0);
      exchange(g, layout, line, end, y, false);
    }
    product.factors = null;
  }

  /** Loads the sums from the pixels of lines [from, to), or stores them there. */
  private void exchange(
      ConvolutionGeometry g, Planes layout, int from, int to, float[] y, boolean load) {
    for (int o = 0; o < g.outChannels(); o++) {
      for (int line = from; line < to; line++) {
        int sum = product.row(o) + (line - from) * layout.columns();
        int at = line * g.outWidth() * g.outChannels() + o;
        exchange(sum, g.outWidth(), y, at, g.outChannels(), load);
      }
    }
  }

  /** Loads n sums from elements that lie {@code step} apart, or stores them there. */
  private void exchange(int sum, int n, float[] array, int at, int step, boolean load) {
    float[] sums = product.sums;
    for (int i = 0; load && i < n; i++) {
      sums[sum + i] = array[at + i * step];
    }
    for (int i = 0; !load && i < n; i++) {
      array[at + i * step] = sums[sum + i];
    }
  }

  /**
   * Lines [from, to) of the transposed convolution.
   *
   * @param factors the weights [phase, c, taps of the phase, o]
   */
  void transposed(
      ConvolutionGeometry g,
      Phases phases,
      int[] steps,
      float[] y,
      float[] factors,
      float[] x,
      boolean accumulate,
      int from,
      int to) {
    phases.windows(windows);
    Planes layout = phases.planes();
    product.steps = steps;
    product.factors = factors;
    product.factorStride = 1;
    for (int line = from, end; line < to; line = end) {
      end = layout.end(line, to, phases.lines());
      int positions = (end - line - 1) * layout.columns() + phases.pixels();
      fill(layout, y, line, end, positions, phases.alike(0, 0) * g.channels());
      linesOfPhases(g, phases, layout, x, accumulate, line, end);
    }
    product.factors = null;
  }

  /** Lines [from, to) of one image, phases with the same steps together. */
  private void linesOfPhases(
      ConvolutionGeometry g,
      Phases phases,
      Planes layout,
      float[] x,
      boolean accumulate,
      int from,
      int to) {
    int across = phases.across();
    int before = 0;
    for (int phase = 0, alike; phase < phases.down() * across; phase += alike) {
      alike = phases.alike(phase / across, phase % across);
      int rows = alike * g.channels();
      product.firstStep = before;
      product.k = phases.taps(phase / across, phase % across) * g.outChannels();
      product.rowStride = product.k;
      if (accumulate) {
        exchange(g, phases, layout, phase, rows, from, to, x, true);
      } else {
        product.clear(rows);
      }
      product.multiply(rows, before * g.channels());
      exchange(g, phases, layout, phase, rows, from, to, x, false);
      before += alike * product.k;
    }
  }

  /** Loads the sums from the pixels of phases from the first on, or stores them there. */
  private void exchange(
      ConvolutionGeometry g,
      Phases phases,
      Planes layout,
      int first,
      int rows,
      int from,
      int to,
      float[] x,
      boolean load) {
    for (int row = 0; row < rows; row++) {
      int phase = first + row / g.channels();
      int c = row % g.channels();
      int i = phase / phases.across();
      int j = phase % phases.across();
      int begin = phases.firstPixel(j);
      int count = phases.endPixel(j) - begin;
      int column = phases.column(begin, j);
      for (int line = from; line < to; line++) {
        int u = phases.row(line, i);
        if (u >= 0) {
          int sum = product.row(row) + (line - from) * layout.columns() + begin;
          int at = (u * g.width() + column) * g.channels() + c;
          exchange(sum, count, x, at, g.stride() * g.channels(), load);
        }
      }
    }
  }

  private void fill(Planes layout, float[] images, int line, int end, int positions, int rows) {
    int imageRows = windows.loadOneImage(images, line, end);
    if (planes.length < layout.elements()) {
      planes = new float[layout.elements()];
    }
    layout.fill(windows.values, imageRows, planes);
    product.a = planes;
    int vectors = (positions - 1) / WIDTH + 1;
    product.reserve(rows, vectors);
    for (int v = 0; v < vectors; v++) {
      product.vector(v * WIDTH);
    }
  }

  /** Vectors that hold the rows of the weight, each within a row of the kernel. */
  static int vectors(ConvolutionGeometry g) {
    return g.kernelHeight() * vectorsOfRow(g);
  }

  private static int vectorsOfRow(ConvolutionGeometry g) {
    return (g.kernelWidth() * g.channels() - 1) / WIDTH + 1;
  }

  /**
   * Continues the gradient by the rows of the weight that the vectors [from, to) hold by the first
   * n blocks.
   */
  void weightGradient(
      ConvolutionGeometry g, PixelBlock[] blocks, int n, float[] dy, float[] dw, int from, int to) {
    Windows.of(g, windows);
    int row = g.kernelWidth() * g.channels();
    product.factors = dy;
    product.factorStride = g.outChannels();
    product.rowStride = 1;
    product.firstStep = 0;
    product.reserve(g.outChannels(), to - from);
    for (int v = from; v < to; v++) {
      int first = Math.min(v % vectorsOfRow(g) * WIDTH, row - WIDTH);
      product.vector(v / vectorsOfRow(g) * windows.pitch() + first);
    }
    exchangeRows(g, dw, from, to, true);
    for (int i = 0; i < n; i++) {
      product.a = blocks[i].values();
      product.steps = blocks[i].begins;
      product.k = blocks[i].pixels(g);
      product.multiply(g.outChannels(), blocks[i].first(g));
    }
    exchangeRows(g, dw, from, to, false);
    product.factors = null;
  }

  /**
   * Loads the sums from dw, or stores them there.
   *
   * <p>The last vector of a row of the kernel is shifted back over its neighbour; the lanes that
   * both have are the neighbour's, which may be another thread's.
   */
  private void exchangeRows(ConvolutionGeometry g, float[] dw, int from, int to, boolean load) {
    for (int o = 0; o < g.outChannels(); o++) {
      for (int v = from; v < to; v++) {
        exchangeVector(g, dw, o, v, product.row(o) + (v - from) * WIDTH, load);
      }
    }
  }

  private void exchangeVector(
      ConvolutionGeometry g, float[] dw, int o, int v, int sum, boolean load) {
    int row = g.kernelWidth() * g.channels();
    int own = v % vectorsOfRow(g) * WIDTH;
    int first = Math.min(own, row - WIDTH);
    for (int l = 0; l < WIDTH; l++) {
      int at = (v / vectorsOfRow(g) * row + first + l) * g.outChannels() + o;
      if (first + l < own) {
        product.sums[sum + l] = 0;
      } else if (load) {
        product.sums[sum + l] = dw[at];
      } else {
        dw[at] = product.sums[sum + l];
      }
    }
  }
}
