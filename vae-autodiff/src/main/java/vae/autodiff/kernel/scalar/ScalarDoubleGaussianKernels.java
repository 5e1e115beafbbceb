package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;
import static vae.autodiff.kernel.Kernels.LANES;
import static vae.autodiff.kernel.scalar.LaneTree.tree;

import java.util.Arrays;
import vae.autodiff.kernel.GaussianKernels;

/** Diagonal Gaussians as plain loops over {@code double[]}: the definition of the bits. */
final class ScalarDoubleGaussianKernels implements GaussianKernels<double[]> {

  @Override
  public void draw(
      double[] mean,
      double[] logDeviation,
      double[] noise,
      int samples,
      int n,
      double[] deviation,
      double[] z) {
    for (int i = 0; i < n; i++) {
      deviation[i] = Elementary.exp(logDeviation[i]);
    }
    for (int s = 0; s < samples; s++) {
      for (int i = 0; i < n; i++) {
        z[s * n + i] = fma(noise[s * n + i], deviation[i], mean[i]);
      }
    }
  }

  @Override
  public void drawGradient(
      double[] noise, double[] deviation, double[] dz, int samples, int n, double[] dLogDeviation) {
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int s = 0; s < samples; s++) {
        sum = fma(dz[s * n + i], noise[s * n + i], sum);
      }
      dLogDeviation[i] = fma(sum, deviation[i], dLogDeviation[i]);
    }
  }

  @Override
  public void divergence(
      double[] mean, double[] logDeviation, int rows, int columns, double[] excess, double[] y) {
    double[] lanes = new double[LANES];
    for (int r = 0; r < rows; r++) {
      Arrays.fill(lanes, 0);
      for (int j = 0; j < columns; j++) {
        int at = r * columns + j;
        double twice = logDeviation[at] + logDeviation[at];
        excess[at] = Elementary.expm1(twice);
        lanes[j % LANES] += 0.5 * fma(mean[at], mean[at], excess[at] - twice);
      }
      y[r] = tree(lanes);
    }
  }

  @Override
  public void logRatio(
      double[] noise,
      double[] z,
      double[] logDeviation,
      int rows,
      int sRows,
      int columns,
      double[] y) {
    double[] lanes = new double[LANES];
    for (int r = 0; r < rows; r++) {
      Arrays.fill(lanes, 0);
      for (int j = 0; j < columns; j++) {
        int at = r * columns + j;
        double half = 0.5 * (noise[at] - z[at]);
        double scale = logDeviation[r % sRows * columns + j];
        lanes[j % LANES] += fma(half, noise[at] + z[at], scale);
      }
      y[r] = tree(lanes);
    }
  }

  @Override
  public void addSampleSums(double[] dy, int samples, int rows, int columns, double[] y) {
    for (int r = 0; r < rows; r++) {
      double sum = 0;
      for (int s = 0; s < samples; s++) {
        sum += dy[s * rows + r];
      }
      for (int j = 0; j < columns; j++) {
        y[r * columns + j] += sum;
      }
    }
  }
}
