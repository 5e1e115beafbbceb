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
  private int[] pixels = {};

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
    for (int line = from, end; line < to; line = end) {
      end = layout.end(line, to, g.outHeight());
      fill(layout, x, line, end, (end - line - 1) * layout.columns() + g.outWidth());
      for (int o = 0; o < g.outChannels(); o++) {
        product.clear();
        if (accumulate) {
          exchange(g, layout, line, end, y, o, true);
        }
        product.multiply(o);
        exchange(g, layout, line, end, y, o, false);
      }
    }
    product.factors = null;
  }

  /** Loads the sums from channel o of the pixels of lines [from, to), or stores them there. */
  private void exchange(
      ConvolutionGeometry g, Planes layout, int from, int to, float[] y, int o, boolean load) {
    for (int line = from; line < to; line++) {
      int sum = (line - from) * layout.columns();
      int at = line * g.outWidth() * g.outChannels() + o;
      exchange(sum, g.outWidth(), y, at, g.outChannels(), load);
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
      fill(layout, y, line, end, (end - line - 1) * layout.columns() + phases.pixels());
      product.firstStep = 0;
      for (int i = 0; i < phases.down(); i++) {
        for (int j = 0; j < phases.across(); j++) {
          product.k = phases.taps(i, j) * g.outChannels();
          for (int c = 0; c < g.channels(); c++) {
            product.clear();
            if (accumulate) {
              exchange(g, phases, layout, i, j, line, end, x, c, true);
            }
            product.multiply(product.firstStep * g.channels() + c * product.k);
            exchange(g, phases, layout, i, j, line, end, x, c, false);
          }
          product.firstStep += product.k;
        }
      }
    }
  }

  /** Loads the sums from the pixels of a phase, or stores them there. */
  private void exchange(
      ConvolutionGeometry g,
      Phases phases,
      Planes layout,
      int i,
      int j,
      int from,
      int to,
      float[] x,
      int c,
      boolean load) {
    int begin = phases.firstPixel(j);
    int end = phases.endPixel(j);
    for (int line = from; line < to; line++) {
      int row = phases.row(line, i);
      if (row < 0) {
        continue;
      }
      int pixel = row * g.width() + phases.column(begin, j);
      exchange(
          (line - from) * layout.columns() + begin,
          end - begin,
          x,
          pixel * g.channels() + c,
          g.stride() * g.channels(),
          load);
    }
  }

  private void fill(Planes layout, float[] images, int line, int end, int positions) {
    int rows = windows.loadOneImage(images, line, end);
    if (planes.length < layout.elements()) {
      planes = new float[layout.elements()];
    }
    layout.fill(windows.values, rows, planes);
    product.a = planes;
    int vectors = (positions - 1) / WIDTH + 1;
    product.reserve(vectors);
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

  /** The gradient by the rows of the weight that the vectors [from, to) hold. */
  void weightGradient(ConvolutionGeometry g, float[] x, float[] dy, float[] dw, int from, int to) {
    Windows.of(g, windows);
    int row = g.kernelWidth() * g.channels();
    int lines = g.batch() * g.outHeight();
    product.factors = dy;
    product.factorStride = g.outChannels();
    product.firstStep = 0;
    for (int o = 0; o < g.outChannels(); o++) {
      product.reserve(to - from);
      for (int v = from; v < to; v++) {
        int first = Math.min(v % vectorsOfRow(g) * WIDTH, row - WIDTH);
        product.vector(v / vectorsOfRow(g) * windows.pitch() + first);
      }
      exchangeRows(g, dw, o, from, to, true);
      for (int line = 0, end; line < lines; line = end) {
        end = windows.load(x, line, lines, g.outWidth());
        int count = (end - line) * g.outWidth();
        if (pixels.length < count) {
          pixels = new int[count];
        }
        Windows.begins(g, windows, end - line, pixels);
        product.a = windows.values;
        product.steps = pixels;
        product.k = count;
        product.multiply(line * g.outWidth() * g.outChannels() + o);
      }
      exchangeRows(g, dw, o, from, to, false);
    }
    product.factors = null;
  }

  /**
   * Loads the sums from a column of dw, or stores them there.
   *
   * <p>The last vector of a row of the kernel is shifted back over its neighbour; the lanes that
   * both have are the neighbour's, which may be another thread's.
   */
  private void exchangeRows(
      ConvolutionGeometry g, float[] dw, int o, int from, int to, boolean load) {
    int row = g.kernelWidth() * g.channels();
    for (int v = from; v < to; v++) {
      int own = v % vectorsOfRow(g) * WIDTH;
      int first = Math.min(own, row - WIDTH);
      for (int l = 0; l < WIDTH; l++) {
        int at = (v / vectorsOfRow(g) * row + first + l) * g.outChannels() + o;
        int sum = (v - from) * WIDTH + l;
        if (first + l < own) {
          product.sums[sum] = 0;
        } else if (load) {
          product.sums[sum] = dw[at];
        } else {
          dw[at] = product.sums[sum];
        }
      }
    }
  }
}
