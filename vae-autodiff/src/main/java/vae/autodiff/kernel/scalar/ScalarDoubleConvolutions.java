package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;

import java.util.Arrays;
import vae.autodiff.kernel.ConvolutionGeometry;
import vae.autodiff.kernel.ConvolutionKernels;

/** Convolutions as plain loops over {@code double[]}, for verification. */
public final class ScalarDoubleConvolutions implements ConvolutionKernels<double[]> {

  @Override
  public void convolve(
      ConvolutionGeometry g, double[] x, double[] w, double[] y, boolean accumulate) {
    if (!accumulate) {
      Arrays.fill(y, 0, g.narrowSize(), 0);
    }
    for (int pixel = 0; pixel < g.outPixels(); pixel++) {
      int image = pixel / (g.outHeight() * g.outWidth());
      int top = pixel / g.outWidth() % g.outHeight() * g.stride() - g.padding();
      int left = pixel % g.outWidth() * g.stride() - g.padding();
      int row = 0;
      for (int i = 0; i < g.kernelHeight(); i++) {
        for (int j = 0; j < g.kernelWidth(); j++) {
          int from = wide(g, image, top + i, left + j);
          for (int c = 0; c < g.channels(); c++) {
            double factor = from < 0 ? 0 : x[from + c];
            addRow(g.outChannels(), factor, w, row, y, pixel * g.outChannels());
            row += g.outChannels();
          }
        }
      }
    }
  }

  @Override
  public void transposed(
      ConvolutionGeometry g, double[] y, double[] w, double[] x, boolean accumulate) {
    if (!accumulate) {
      Arrays.fill(x, 0, g.wideSize(), 0);
    }
    for (int pixel = 0; pixel < g.batch() * g.height() * g.width(); pixel++) {
      int image = pixel / (g.height() * g.width());
      int down = pixel / g.width() % g.height() + g.padding();
      int right = pixel % g.width() + g.padding();
      for (int i = down % g.stride(); i < g.kernelHeight(); i += g.stride()) {
        for (int j = right % g.stride(); j < g.kernelWidth(); j += g.stride()) {
          int from = narrow(g, image, down - i, right - j);
          int tap = (i * g.kernelWidth() + j) * g.channels() * g.outChannels();
          for (int o = 0; o < g.outChannels(); o++) {
            double factor = from < 0 ? 0 : y[from + o];
            for (int c = 0; c < g.channels(); c++) {
              int at = pixel * g.channels() + c;
              x[at] = fma(factor, w[tap + c * g.outChannels() + o], x[at]);
            }
          }
        }
      }
    }
  }

  @Override
  public void weightGradient(ConvolutionGeometry g, double[] x, double[] dy, double[] dw) {
    for (int pixel = 0; pixel < g.outPixels(); pixel++) {
      int image = pixel / (g.outHeight() * g.outWidth());
      int top = pixel / g.outWidth() % g.outHeight() * g.stride() - g.padding();
      int left = pixel % g.outWidth() * g.stride() - g.padding();
      int row = 0;
      for (int i = 0; i < g.kernelHeight(); i++) {
        for (int j = 0; j < g.kernelWidth(); j++) {
          int from = wide(g, image, top + i, left + j);
          for (int c = 0; c < g.channels(); c++) {
            double factor = from < 0 ? 0 : x[from + c];
            addRow(g.outChannels(), factor, dy, pixel * g.outChannels(), dw, row);
            row += g.outChannels();
          }
        }
      }
    }
  }

  /** to[j] = fma(factor, row[j], to[j]) over n elements. */
  private static void addRow(
      int n, double factor, double[] row, int rowOffset, double[] to, int offset) {
    for (int j = 0; j < n; j++) {
      to[offset + j] = fma(factor, row[rowOffset + j], to[offset + j]);
    }
  }

  /** Where the wide image holds the pixel, −1 outside. */
  private static int wide(ConvolutionGeometry g, int image, int y, int x) {
    boolean inside = y >= 0 && y < g.height() && x >= 0 && x < g.width();
    return inside ? ((image * g.height() + y) * g.width() + x) * g.channels() : -1;
  }

  /** Where the narrow image holds pixel (down, right) / stride, −1 outside. */
  private static int narrow(ConvolutionGeometry g, int image, int down, int right) {
    int y = down / g.stride();
    int x = right / g.stride();
    boolean inside = down >= 0 && y < g.outHeight() && right >= 0 && x < g.outWidth();
    return inside ? ((image * g.outHeight() + y) * g.outWidth() + x) * g.outChannels() : -1;
  }
}
