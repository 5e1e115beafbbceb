package vae.autodiff.kernel.simd;

import java.util.Arrays;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.Binary;
import vae.autodiff.kernel.KernelFamilies;
import vae.autodiff.kernel.Kernels;
import vae.autodiff.kernel.MatrixView;
import vae.autodiff.kernel.Team;
import vae.autodiff.kernel.Unary;
import vae.autodiff.kernel.scalar.FloatFunctions;
import vae.autodiff.kernel.scalar.ScalarFloatKernels;

/**
 * Kernels by vector instructions, shared among a team of threads: the bits of {@link
 * ScalarFloatKernels}, faster.
 *
 * <p>Whole vectors are computed by the {@code Vector…} classes of this package, the elements behind
 * the last whole vector by scalar functions. An output may be one of the inputs, element for
 * element, but must not otherwise overlap with one. An instance may be used by several threads at
 * once. Where an element is NaN, which NaN it is may differ from the scalar kernels' NaN.
 */
public final class SimdKernels implements Kernels<float[]> {

  private final ScalarFloatKernels scalar = new ScalarFloatKernels();
  private final VectorGemm gemm;
  private final Split split;
  private final KernelFamilies<float[]> families;

  /** Kernels on a team, which stays the caller's to close. */
  public SimdKernels(Team team) {
    this(team, 1);
  }

  /** Kernels that share smaller operations too: those {@code divisor} times smaller. */
  SimdKernels(Team team, int divisor) {
    this.gemm = new VectorGemm(team);
    this.split = new Split(team, divisor);
    this.families =
        new KernelFamilies<>(
            new SimdRowKernels(split),
            new SimdGaussianKernels(split),
            new SimdOptimizers(split),
            new VectorSparse(split),
            new VectorNoise(split),
            new VectorNormalization(split),
            new VectorConvolutions(team, divisor),
            new VectorFingerprints(split));
  }

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
    int end = from + Lanes.whole(to - from);
    split.elements(from, end, Split.worth(f), VectorUnary.of(f, (float) a, (float) b, x, y));
    scalar.unary(f, a, b, x, y, end, to);
  }

  @Override
  public void unaryGradient(
      Unary f, double a, double b, float[] x, float[] y, float[] dy, float[] dx, int from, int to) {
    int end = from + Lanes.whole(to - from);
    Split.Range range = VectorUnaryGradients.of(f, (float) a, (float) b, x, y, dy, dx);
    split.elements(from, end, Split.worth(f), range);
    scalar.unaryGradient(f, a, b, x, y, dy, dx, end, to);
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
    if (n <= 0) {
      return;
    }
    if (aStride == 0 && bStride == 0) {
      float value = FloatFunctions.value(f, a[aOffset], b[bOffset]);
      Arrays.fill(y, yOffset, yOffset + n, value);
      return;
    }
    int end = Lanes.whole(n);
    Split.Range range =
        aStride == 0
            ? VectorBinary.of(f, a[aOffset], b, bOffset, y, yOffset)
            : bStride == 0
                ? VectorBinary.of(f, a, aOffset, b[bOffset], y, yOffset)
                : VectorBinary.of(f, a, aOffset, b, bOffset, y, yOffset);
    split.elements(0, end, Split.PLAIN, range);
    scalar.binary(
        f,
        a,
        aOffset + end * aStride,
        aStride,
        b,
        bOffset + end * bStride,
        bStride,
        y,
        yOffset + end,
        n - end);
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
    if (n <= 0) {
      return;
    }
    int end = Lanes.whole(n);
    split.elements(
        0,
        end,
        Split.PLAIN,
        VectorSums.products(a, aOffset, aStride, b, bOffset, bStride, y, yOffset));
    scalar.multiplyAdd(
        a,
        aOffset + end * aStride,
        aStride,
        b,
        bOffset + end * bStride,
        bStride,
        y,
        yOffset + end,
        n - end);
  }

  @Override
  public void accumulate(float[] x, int xOffset, float[] y, int yOffset, int n) {
    int end = Lanes.whole(n);
    if (split.isWhole(end, Split.PLAIN)) {
      VectorSums.accumulate(x, xOffset, y, yOffset, 0, end);
    } else {
      split.elements(
          0,
          end,
          Split.PLAIN,
          (from, to) -> VectorSums.accumulate(x, xOffset, y, yOffset, from, to));
    }
    scalar.accumulate(x, xOffset + end, y, yOffset + end, n - end);
  }

  @Override
  public void sumInto(float[] x, int xOffset, int n, float[] y, int yOffset) {
    y[yOffset] += VectorSums.sum(x, xOffset, n);
  }

  @Override
  public void sumColumns(float[] x, int rows, int columns, float[] y) {
    int end = Lanes.whole(columns);
    split.columns(
        end, rows, Split.PLAIN, (from, to) -> VectorSums.columns(x, rows, columns, y, from, to));
    for (int r = 0; r < rows && end < columns; r++) {
      scalar.accumulate(x, r * columns + end, y, end, columns - end);
    }
  }

  @Override
  public void logSumExp(float[] x, int outer, int count, int inner, float[] y) {
    if (split.pays((long) outer * count * inner, VectorLogSumExp.MIN_VALUES)) {
      VectorLogSumExp.values(split, x, outer, count, inner, y);
    } else {
      scalar.logSumExp(x, outer, count, inner, y);
    }
  }

  @Override
  public void logSumExpGradient(
      float[] x, float[] y, float[] dy, int outer, int count, int inner, float[] dx) {
    if (split.pays((long) outer * count * inner, VectorLogSumExp.MIN_VALUES)) {
      VectorLogSumExp.gradients(split, x, y, dy, outer, count, inner, dx);
    } else {
      scalar.logSumExpGradient(x, y, dy, outer, count, inner, dx);
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
    gemm.multiply(m, n, k, a, b, c, accumulate);
  }

  @Override
  public void biasActivation(Activation f, float[] bias, float[] y, int rows, int columns) {
    int worth = Split.worth(f);
    if (bias != null) {
      Split.Range range = VectorActivations.biasActivation(f, bias, y, columns);
      split.rows(rows, columns, worth, range);
      return;
    }
    if (f != Activation.IDENTITY) {
      unary(f.function(), f.parameter(), 0, y, y, 0, rows * columns);
    }
  }

  @Override
  public void layer(
      Activation f, int rows, int n, int k, float[] x, float[] w, float[] bias, float[] y) {
    gemm.layer(f, rows, n, k, x, w, bias, y);
  }

  @Override
  public void layerGradient(
      Activation f, float[] y, float[] dy, int rows, int columns, float[] dPre, float[] dBias) {
    if (columns % Lanes.WIDTH == 0) {
      Split.Range range = VectorActivations.layerGradient(f, y, dy, rows, columns, dPre, dBias);
      split.columns(columns, rows, Split.PLAIN, range);
    } else {
      activationGradient(f, y, dy, dPre, rows * columns);
      sumColumns(dPre, rows, columns, dBias);
    }
  }

  @Override
  public void activationGradient(Activation f, float[] y, float[] dy, float[] dx, int n) {
    int end = Lanes.whole(n);
    split.elements(0, end, Split.PLAIN, VectorActivations.gradient(f, y, dy, dx));
    for (int i = end; i < n; i++) {
      dx[i] = FloatFunctions.gradient(f, y[i], dy[i]);
    }
  }

  @Override
  public void triangularSolve(
      boolean transpose, int n, int columns, float[] l, int lOffset, float[] b, int bOffset) {
    scalar.triangularSolve(transpose, n, columns, l, lOffset, b, bOffset);
  }

  @Override
  public void cholesky(int n, float[] a, int offset) {
    scalar.cholesky(n, a, offset);
  }

  @Override
  public void transpose(
      float[] in, int inOffset, int rows, int columns, float[] out, int outOffset) {
    VectorTranspose.transpose(in, inOffset, rows, columns, out, outOffset);
  }

  @Override
  public KernelFamilies<float[]> families() {
    return families;
  }
}
