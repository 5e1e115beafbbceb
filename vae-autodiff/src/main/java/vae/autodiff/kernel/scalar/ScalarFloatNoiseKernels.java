package vae.autodiff.kernel.scalar;

import vae.autodiff.kernel.NoiseKernels;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

/** Random numbers one by one: the definition of the bits. */
public final class ScalarFloatNoiseKernels implements NoiseKernels<float[]> {

  @Override
  public void normal(Key key, int samples, int rows, int count, float[] y) {
    int[] block = new int[4];
    for (int s = 0; s < samples; s++) {
      for (int b = 0; b < rows; b++) {
        Noise.normal(key, key.row(b), s, y, (s * rows + b) * count, count, block);
      }
    }
  }

  @Override
  public void uniform(Key key, int samples, int rows, int count, float[] y) {
    int[] block = new int[4];
    for (int s = 0; s < samples; s++) {
      for (int b = 0; b < rows; b++) {
        Noise.uniform(key, key.row(b), s, y, (s * rows + b) * count, count, block);
      }
    }
  }

  @Override
  public void bernoulli(Key key, int rows, int count, float[] x, int offset) {
    float[] uniform = new float[count];
    int[] block = new int[4];
    for (int b = 0; b < rows; b++) {
      Noise.uniform(key, key.row(b), 0, uniform, 0, count, block);
      int start = offset + b * count;
      for (int j = 0; j < count; j++) {
        x[start + j] = uniform[j] < x[start + j] ? 1 : 0;
      }
    }
  }
}
