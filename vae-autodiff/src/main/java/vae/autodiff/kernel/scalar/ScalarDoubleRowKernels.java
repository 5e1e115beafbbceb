package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;
import static vae.autodiff.kernel.Kernels.LANES;
import static vae.autodiff.kernel.scalar.LaneTree.tree;

import java.util.Arrays;
import vae.autodiff.kernel.RowKernels;

/** Sums along rows as plain loops over {@code double[]}: the definition of the bits. */
final class ScalarDoubleRowKernels implements RowKernels<double[]> {

  @Override
  public void bernoulliLogits(
      double[] logits,
      double[] x,
      int rows,
      int xRows,
      int columns,
      double[] y,
      double[] residual) {
    double[] lanes = new double[LANES];
    for (int r = 0; r < rows; r++) {
      Arrays.fill(lanes, 0);
      for (int j = 0; j < columns; j++) {
        double logit = logits[r * columns + j];
        double datum = x[r % xRows * columns + j];
        lanes[j % LANES] = fma(datum, logit, lanes[j % LANES] - Elementary.softplus(logit));
        if (residual != null) {
          residual[r * columns + j] = datum - Elementary.sigmoid(logit);
        }
      }
      y[r] = tree(lanes);
    }
  }

  @Override
  public void squaredDistance(
      double[] a, double[] b, int rows, int bRows, int columns, double[] y) {
    double[] lanes = new double[LANES];
    for (int r = 0; r < rows; r++) {
      Arrays.fill(lanes, 0);
      for (int j = 0; j < columns; j++) {
        double difference = a[r * columns + j] - b[r % bRows * columns + j];
        lanes[j % LANES] = fma(difference, difference, lanes[j % LANES]);
      }
      y[r] = tree(lanes);
    }
  }

  @Override
  public void squaredDistanceGradient(
      double[] a, double[] b, double[] dy, int rows, int bRows, int columns, double[] da) {
    for (int r = 0; r < rows; r++) {
      double twice = 2 * dy[r];
      for (int j = 0; j < columns; j++) {
        int at = r * columns + j;
        da[at] = fma(twice, a[at] - b[r % bRows * columns + j], da[at]);
      }
    }
  }

  @Override
  public void addScaled(
      double[] factor, boolean negative, double[] x, int rows, int columns, double[] y) {
    for (int r = 0; r < rows; r++) {
      double signed = negative ? -factor[r] : factor[r];
      for (int at = r * columns; at < (r + 1) * columns; at++) {
        y[at] = fma(signed, x[at], y[at]);
      }
    }
  }
}
