package vae.autodiff.kernel.scalar;

import static vae.autodiff.ieee.FusedMultiplyAdd.fma;
import static vae.autodiff.kernel.Kernels.LANES;
import static vae.autodiff.kernel.scalar.LaneTree.tree;

import java.util.Arrays;
import vae.autodiff.kernel.GaussianKernels;

/** Diagonal Gaussians as plain loops over {@code float[]}: the definition of the bits. */
final class ScalarFloatGaussianKernels implements GaussianKernels<float[]> {

  @Override
  public void draw(
      float[] mean,
      float[] logDeviation,
      float[] noise,
      int samples,
      int n,
      float[] deviation,
      float[] z) {
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
      float[] noise, float[] deviation, float[] dz, int samples, int n, float[] dLogDeviation) {
    for (int i = 0; i < n; i++) {
      float sum = 0;
      for (int s = 0; s < samples; s++) {
        sum = fma(dz[s * n + i], noise[s * n + i], sum);
      }
      dLogDeviation[i] = fma(sum, deviation[i], dLogDeviation[i]);
    }
  }

  @Override
  public void divergence(
      float[] mean, float[] logDeviation, int rows, int columns, float[] excess, float[] y) {
    float[] lanes = new float[LANES];
    for (int r = 0; r < rows; r++) {
      Arrays.fill(lanes, 0);
      for (int j = 0; j < columns; j++) {
        int at = r * columns + j;
        float twice = logDeviation[at] + logDeviation[at];
        excess[at] = Elementary.expm1(twice);
        lanes[j % LANES] += 0.5f * fma(mean[at], mean[at], excess[at] - twice);
      }
      y[r] = tree(lanes);
    }
  }

  @Override
  public void logRatio(
      float[] noise, float[] z, float[] logDeviation, int rows, int sRows, int columns, float[] y) {
    float[] lanes = new float[LANES];
    for (int r = 0; r < rows; r++) {
      Arrays.fill(lanes, 0);
      for (int j = 0; j < columns; j++) {
        int at = r * columns + j;
        float half = 0.5f * (noise[at] - z[at]);
        float scale = logDeviation[r % sRows * columns + j];
        lanes[j % LANES] += fma(half, noise[at] + z[at], scale);
      }
      y[r] = tree(lanes);
    }
  }

  @Override
  public void addSampleSums(float[] dy, int samples, int rows, int columns, float[] y) {
    for (int r = 0; r < rows; r++) {
      float sum = 0;
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
      float[] z,
      float[] mean,
      float[] logDeviation,
      int components,
      int points,
      int columns,
      float[] precision,
      float[] y) {
    for (int i = 0; i < components * columns; i++) {
      precision[i] = Elementary.exp(-logDeviation[i]);
    }
    for (int k = 0; k < components; k++) {
      float volume = 0;
      for (int j = 0; j < columns; j++) {
        volume += logDeviation[k * columns + j];
      }
      volume += (float) (columns * HALF_LOG_TWO_PI);
      for (int i = 0; i < points; i++) {
        float squares = 0;
        for (int j = 0; j < columns; j++) {
          int at = k * columns + j;
          float t = (z[j * points + i] - mean[at]) * precision[at];
          squares = fma(t, t, squares);
        }
        y[k * points + i] = fma(-0.5f, squares, -volume);
      }
    }
  }

  @Override
  public void pairsPointGradient(
      float[] z,
      float[] mean,
      float[] precision,
      float[] dy,
      int components,
      int points,
      int columns,
      float[] dz) {
    for (int j = 0; j < columns; j++) {
      for (int i = 0; i < points; i++) {
        float sum = 0;
        for (int k = 0; k < components; k++) {
          int at = k * columns + j;
          float t = (z[j * points + i] - mean[at]) * precision[at];
          sum = fma(dy[k * points + i] * t, precision[at], sum);
        }
        dz[j * points + i] = -sum;
      }
    }
  }

  @Override
  public void pairsComponentGradient(
      float[] z,
      float[] mean,
      float[] precision,
      float[] dy,
      int components,
      int points,
      int columns,
      float[] dMean,
      float[] dLogDeviation) {
    float[] first = new float[LANES];
    float[] second = new float[LANES];
    for (int k = 0; k < components; k++) {
      for (int j = 0; j < columns; j++) {
        int at = k * columns + j;
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
        for (int i = 0; i < points; i++) {
          int lane = i % LANES;
          float weight = dy[k * points + i];
          float t = (z[j * points + i] - mean[at]) * precision[at];
          first[lane] = fma(weight, t, first[lane]);
          second[lane] = fma(weight, fma(t, t, -1), second[lane]);
        }
        dMean[at] = fma(precision[at], tree(first), dMean[at]);
        dLogDeviation[at] += tree(second);
      }
    }
  }
}
