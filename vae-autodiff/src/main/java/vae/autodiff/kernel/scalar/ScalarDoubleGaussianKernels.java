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

  @Override
  public void pairs(
      double[] z,
      double[] mean,
      double[] logDeviation,
      int components,
      int points,
      int columns,
      double[] precision,
      double[] y) {
    for (int i = 0; i < components * columns; i++) {
      precision[i] = Elementary.exp(-logDeviation[i]);
    }
    for (int k = 0; k < components; k++) {
      double volume = 0;
      for (int j = 0; j < columns; j++) {
        volume += logDeviation[k * columns + j];
      }
      volume += (columns * HALF_LOG_TWO_PI);
      for (int i = 0; i < points; i++) {
        double squares = 0;
        for (int j = 0; j < columns; j++) {
          int at = k * columns + j;
          double t = (z[j * points + i] - mean[at]) * precision[at];
          squares = fma(t, t, squares);
        }
        y[k * points + i] = fma(-0.5, squares, -volume);
      }
    }
  }

  @Override
  public void pairsPointGradient(
      double[] z,
      double[] mean,
      double[] precision,
      double[] dy,
      int components,
      int points,
      int columns,
      double[] dz) {
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < points; i++) {
        double sum = 0;
        for (int k = 0; k < components; k++) {
          int at = k * columns + j;
          double t = (z[j * points + i] - mean[at]) * precision[at];
          sum = fma(dy[k * points + i] * t, precision[at], sum);
        }
        dz[j * points + i] = -sum;
      }
    }
  }

  @Override
  public void pairsComponentGradient(
      double[] z,
      double[] mean,
      double[] precision,
      double[] dy,
      int components,
      int points,
      int columns,
      double[] dMean,
      double[] dLogDeviation) {
    double[] first = new double[LANES];
    double[] second = new double[LANES];
    for (int k = 0; k < components; k++) {
      for (int j = 0; j < columns; j++) {
        int at = k * columns + j;
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
        for (int i = 0; i < points; i++) {
          int lane = i % LANES;
          double weight = dy[k * points + i];
          double t = (z[j * points + i] - mean[at]) * precision[at];
          first[lane] = fma(weight, t, first[lane]);
          second[lane] = fma(weight, fma(t, t, -1), second[lane]);
        }
        dMean[at] = fma(precision[at], tree(first), dMean[at]);
        dLogDeviation[at] += tree(second);
      }
    }
  }
}
