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
}
