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
 * Kernels as plain loops over {@code float[]}: the definition of the bits.
 *
 * <p>Single-threaded; {@link FloatFunctions} holds the functions of one element.
 */
public final class ScalarFloatKernels implements Kernels<float[]> {

  private final KernelFamilies<float[]> families =
      new KernelFamilies<>(
          new ScalarFloatRowKernels(),
          new ScalarFloatGaussianKernels(),
          new ScalarFloatOptimizers(),
          new ScalarFloatSparseKernels(),
          new ScalarFloatNoiseKernels(),
          new ScalarFloatNormalization(),
          new ScalarFloatConvolutions(),
          new ScalarFloatFingerprints());

  @Override
  public float[] allocate(int n) {
    return new float[n];
  }

  @Override
  public void fill(float[] y, int yOffset, int n, double value) {
    Arrays.fill(y, yOffset, yOffset + n, (float) value);
  }

  @Override
  public void copy(float[] x, int xOffset, float[] y, int yOffset, int n) {
    System.arraycopy(x, xOffset, y, yOffset, n);
  }

  @Override
  public double get(float[] x, int index) {
    return x[index];
  }

  @Override
  public void set(float[] x, int index, double value) {
    x[index] = (float) value;
  }

  @Override
  public void unary(Unary f, double a, double b, float[] x, float[] y, int from, int to) {
    float p = (float) a;
    float q = (float) b;
    for (int i = from; i < to; i++) {
      y[i] = FloatFunctions.value(f, p, q, x[i]);
    }
  }

  @Override
  public void unaryGradient(
      Unary f, double a, double b, float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    float p = (float) a;
    float q = (float) b;
    for (int i = from; i < to; i++) {
      dx[i] = fma(dy[i], FloatFunctions.derivative(f, p, q, x[i], y[i]), dx[i]);
    }
  }

  @Override
  public void binary(
      Binary f,
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      int bStride,
      float[] y,
      int yOffset,
      int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = FloatFunctions.value(f, a[aOffset + i * aStride], b[bOffset + i * bStride]);
    }
  }

  @Override
  public void multiplyAdd(
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      int bStride,
      float[] y,
      int yOffset,
      int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = fma(a[aOffset + i * aStride], b[bOffset + i * bStride], y[yOffset + i]);
    }
  }

  @Override
  public void accumulate(float[] x, int xOffset, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] += x[xOffset + i];
    }
  }

  @Override
  public void sumInto(float[] x, int xOffset, int n, float[] y, int yOffset) {
    float[] lanes = new float[LANES];
    for (int i = 0; i < n; i++) {
      lanes[i % LANES] += x[xOffset + i];
    }
    y[yOffset] += tree(lanes);
  }

  @Override
  public void sumColumns(float[] x, int rows, int columns, float[] y) {
    for (int r = 0; r < rows; r++) {
      accumulate(x, r * columns, y, 0, columns);
    }
  }

  @Override
  public void logSumExp(float[] x, int outer, int count, int inner, float[] y) {
    for (int o = 0; o < outer; o++) {
      for (int j = 0; j < inner; j++) {
        int first = o * count * inner + j;
        float largest = Float.NEGATIVE_INFINITY;
        for (int c = 0; c < count; c++) {
          float candidate = x[first + c * inner];
          largest = candidate > largest || candidate != candidate ? candidate : largest;
        }
        float shift = Math.abs(largest) <= Float.MAX_VALUE ? largest : 0;
        float sum = 0;
        for (int c = 0; c < count; c++) {
          sum += Elementary.exp(x[first + c * inner] - shift);
        }
        y[o * inner + j] = Elementary.log(sum) + shift;
      }
    }
  }

  @Override
  public void logSumExpGradient(
      float[] x, float[] y, float[] dy, int outer, int count, int inner, float[] dx) {
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
      MatrixView<float[]> a,
      MatrixView<float[]> b,
      MatrixView<float[]> c,
      boolean accumulate) {
    ScalarFloatGemm.multiply(m, n, k, a, b, c, accumulate);
  }

  @Override
  public void biasActivation(Activation f, float[] bias, float[] y, int rows, int columns) {
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        float x = bias == null ? y[r * columns + j] : y[r * columns + j] + bias[j];
        y[r * columns + j] = FloatFunctions.value(f, x);
      }
    }
  }

  @Override
  public void activationGradient(Activation f, float[] y, float[] dy, float[] dx, int n) {
    for (int i = 0; i < n; i++) {
      dx[i] = FloatFunctions.gradient(f, y[i], dy[i]);
    }
  }

  @Override
  public void triangularSolve(
      boolean transpose, int n, int columns, float[] l, int lOffset, float[] b, int bOffset) {
    for (int step = 0; step < n; step++) {
      int i = transpose ? n - 1 - step : step;
      float diagonal = l[lOffset + i * n + i];
      for (int j = 0; j < columns; j++) {
        float value = b[bOffset + i * columns + j];
        for (int done = 0; done < step; done++) {
          int p = transpose ? n - 1 - done : done;
          float factor = transpose ? l[lOffset + p * n + i] : l[lOffset + i * n + p];
          value = fma(-factor, b[bOffset + p * columns + j], value);
        }
        b[bOffset + i * columns + j] = value / diagonal;
      }
    }
  }

  @Override
  public void cholesky(int n, float[] a, int offset) {
    for (int i = 0; i < n; i++) {
      int row = offset + i * n;
      for (int j = 0; j <= i; j++) {
        int above = offset + j * n;
        float value = a[row + j];
        for (int p = 0; p < j; p++) {
          value = fma(-a[row + p], a[above + p], value);
        }
        if (j < i) {
          a[row + j] = value / a[above + j];
        } else {
          a[row + i] = value > 0 ? (float) Math.sqrt(value) : Float.NaN;
        }
      }
      Arrays.fill(a, row + i + 1, row + n, 0);
    }
  }

  @Override
  public void transpose(
      float[] in, int inOffset, int rows, int columns, float[] out, int outOffset) {
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < columns; j++) {
        out[outOffset + j * rows + r] = in[inOffset + r * columns + j];
      }
    }
  }

  @Override
  public KernelFamilies<float[]> families() {
    return families;
  }
}
