package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;
import static vae.autodiff.kernel.scalar.LaneTree.tree;

import java.util.Arrays;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.Binary;
import vae.autodiff.kernel.KernelFamilies;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.MatrixView;
import vae.autodiff.kernel.Unary;

/**
 * Kernels as plain loops over {@code double[]}: the definition of the bits.
 *
 * <p>Single-threaded; {@link DoubleFunctions} holds the functions of one element.
 */
public final class ScalarDoubleKernels implements Kernels<double[]> {

  private final KernelFamilies<double[]> families =
      new KernelFamilies<>(
          new ScalarDoubleRowKernels(),
          new ScalarDoubleGaussianKernels(),
          new ScalarDoubleOptimizers(),
          new ScalarDoubleSparseKernels(),
          new ScalarDoubleNoiseKernels(),
          new ScalarDoubleNormalization(),
          new ScalarDoubleConvolutions(),
          new ScalarDoubleFingerprints());

  @Override
  public double[] allocate(int n) {
    return new double[n];
  }

  @Override
  public void fill(double[] y, int yOffset, int n, double value) {
    Arrays.fill(y, yOffset, yOffset + n, value);
  }

  @Override
  public void copy(double[] x, int xOffset, double[] y, int yOffset, int n) {
    System.arraycopy(x, xOffset, y, yOffset, n);
  }

  @Override
  public double get(double[] x, int index) {
    return x[index];
  }

  @Override
  public void set(double[] x, int index, double value) {
    x[index] = value;
  }

  @Override
  public void unary(Unary f, double a, double b, double[] x, double[] y, int from, int to) {
    double p = a;
    double q = b;
    for (int i = from; i < to; i++) {
      y[i] = DoubleFunctions.value(f, p, q, x[i]);
    }
  }

  @Override
  public void unaryGradient(
      Unary f,
      double a,
      double b,
      double[] x,
      double[] y,
      double[] dy,
      double[] dx,
      int from,
      int to) {
    double p = a;
    double q = b;
    for (int i = from; i < to; i++) {
      dx[i] = fma(dy[i], DoubleFunctions.derivative(f, p, q, x[i], y[i]), dx[i]);
    }
  }

  @Override
  public void binary(
      Binary f,
      double[] a,
      int aOffset,
      int aStride,
      double[] b,
      int bOffset,
      int bStride,
      double[] y,
      int yOffset,
      int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = DoubleFunctions.value(f, a[aOffset + i * aStride], b[bOffset + i * bStride]);
    }
  }

  @Override
  public void multiplyAdd(
      double[] a,
      int aOffset,
      int aStride,
      double[] b,
      int bOffset,
      int bStride,
      double[] y,
      int yOffset,
      int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = fma(a[aOffset + i * aStride], b[bOffset + i * bStride], y[yOffset + i]);
    }
  }

  @Override
  public void accumulate(double[] x, int xOffset, double[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] += x[xOffset + i];
    }
  }

  @Override
  public void sumInto(double[] x, int xOffset, int n, double[] y, int yOffset) {
    double[] lanes = new double[LANES];
    for (int i = 0; i < n; i++) {
      lanes[i % LANES] += x[xOffset + i];
    }
    y[yOffset] += tree(lanes);
  }

  @Override
  public void sumColumns(double[] x, int rows, int columns, double[] y) {
    for (int r = 0; r < rows; r++) {
      accumulate(x, r * columns, y, 0, columns);
    }
  }

  @Override
  public void logSumExp(double[] x, int outer, int count, int inner, double[] y) {
    for (int o = 0; o < outer; o++) {
      for (int j = 0; j < inner; j++) {
        int first = o * count * inner + j;
        double largest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < count; c++) {
          double candidate = x[first + c * inner];
          largest = candidate > largest || candidate != candidate ? candidate : largest;
        }
        double shift = Math.abs(largest) <= Double.MAX_VALUE ? largest : 0;
        double sum = 0;
        for (int c = 0; c < count; c++) {
          sum += Elementary.exp(x[first + c * inner] - shift);
        }
        y[o * inner + j] = Elementary.log(sum) + shift;
      }
    }
  }

  @Override
  public void logSumExpGradient(
      double[] x, double[] y, double[] dy, int outer, int count, int inner, double[] dx) {
    for (int o = 0; o < outer; o++) {
      for (int c = 0; c < count; c++) {
        for (int j = 0; j < inner; j++) {
          int at = (o * count + c) * inner + j;
          int of = o * inner + j;
          dx[at] = fma(dy[of], Elementary.exp(x[at] - y[of]), dx[at]);
        }
      }
    }
  }

  @Override
  public void gemm(
      int m,
      int n,
      int k,
      MatrixView<double[]> a,
      MatrixView<double[]> b,
      MatrixView<double[]> c,
      boolean accumulate) {
    ScalarDoubleGemm.multiply(m, n, k, a, b, c, accumulate);
  }

  @Override
  public void biasActivation(Activation f, double[] bias, double[] y, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        double x = bias == null ? y[r * columns + j] : y[r * columns + j] + bias[j];
        y[r * columns + j] = DoubleFunctions.value(f, x);
      }
    }
  }

  @Override
  public void activationGradient(Activation f, double[] y, double[] dy, double[] dx, int n) {
    for (int i = 0; i < n; i++) {
      dx[i] = DoubleFunctions.gradient(f, y[i], dy[i]);
    }
  }

  @Override
  public void triangularSolve(
      boolean transpose, int n, int columns, double[] l, int lOffset, double[] b, int bOffset) {
    for (int step = 0; step < n; step++) {
      int i = transpose ? n - 1 - step : step;
      double diagonal = l[lOffset + i * n + i];
      for (int j = 0; j < columns; j++) {
        double value = b[bOffset + i * columns + j];
        for (int done = 0; done < step; done++) {
          int p = transpose ? n - 1 - done : done;
          double factor = transpose ? l[lOffset + p * n + i] : l[lOffset + i * n + p];
          value = fma(-factor, b[bOffset + p * columns + j], value);
        }
        b[bOffset + i * columns + j] = value / diagonal;
      }
    }
  }

  @Override
  public void cholesky(int n, double[] a, int offset) {
    for (int i = 0; i < n; i++) {
      int row = offset + i * n;
      for (int j = 0; j <= i; j++) {
        int above = offset + j * n;
        double value = a[row + j];
        for (int p = 0; p < j; p++) {
          value = fma(-a[row + p], a[above + p], value);
        }
        if (j < i) {
          a[row + j] = value / a[above + j];
        } else {
          a[row + i] = value > 0 ? Math.sqrt(value) : Double.NaN;
        }
      }
      Arrays.fill(a, row + i + 1, row + n, 0);
    }
  }

  @Override
  public void transpose(
      double[] in, int inOffset, int rows, int columns, double[] out, int outOffset) {
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        out[outOffset + j * rows + r] = in[inOffset + r * columns + j];
      }
    }
  }

  @Override
  public KernelFamilies<double[]> families() {
    return families;
  }
}
