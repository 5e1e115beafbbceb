package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;
import static vae.autodiff.kernel.Kernels.LANES;
import static vae.autodiff.kernel.scalar.LaneTree.tree;

import java.util.Arrays;
import vae.autodiff.kernel.RowKernels;

/** Sums along rows as plain loops over {@code float[]}: the definition of the bits. */
final class ScalarFloatRowKernels implements RowKernels<float[]> {

  @Override
  public void bernoulliLogits(
      float[] logits, float[] x, int rows, int xRows, int columns, float[] y, float[] residual) {
    float[] lanes = new float[LANES];
    for (int r = 0; r < rows; r++) {
      Arrays.fill(lanes, 0);
      for (int j = 0; j < columns; j++) {
        float logit = logits[r * columns + j];
        float datum = x[r % xRows * columns + j];
        lanes[j % LANES] = fma(datum, logit, lanes[j % LANES] - Elementary.softplus(logit));
        if (residual != null) {
          residual[r * columns + j] = datum - Elementary.sigmoid(logit);
        }
      }
      y[r] = tree(lanes);
    }
  }

  @Override
  public void squaredDistance(float[] a, float[] b, int rows, int bRows, int columns, float[] y) {
    float[] lanes = new float[LANES];
    for (int r = 0; r < rows; r++) {
      Arrays.fill(lanes, 0);
      for (int j = 0; j < columns; j++) {
        float difference = a[r * columns + j] - b[r % bRows * columns + j];
        lanes[j % LANES] = fma(difference, difference, lanes[j % LANES]);
      }
      y[r] = tree(lanes);
    }
  }

  @Override
  public void squaredDistanceGradient(
      float[] a, float[] b, float[] dy, int rows, int bRows, int columns, float[] da) {
    for (int r = 0; r < rows; r++) {
      float twice = 2 * dy[r];
      for (int j = 0; j < columns; j++) {
        int at = r * columns + j;
        da[at] = fma(twice, a[at] - b[r % bRows * columns + j], da[at]);
      }
    }
  }

  @Override
  public void addScaled(
      float[] factor, boolean negative, float[] x, int rows, int columns, float[] y) {
    for (int r = 0; r < rows; r++) {
      float signed = negative ? -factor[r] : factor[r];
      for (int at = r * columns; at < (r + 1) * columns; at++) {
        y[at] = fma(signed, x[at], y[at]);
      }
    }
  }
}
