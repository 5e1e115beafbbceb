package vae.data.transform;

import java.util.Objects;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

/**
 * Draws x' ~ Bernoulli(x) for every coordinate: x' = 1 where u &lt; x for a uniform u in [0, 1), a
 * pure function of (key, identity, coordinate).
 *
 * <p>u is a multiple of 2⁻²⁴, so x = 0 gives 0 and x = 1 gives 1 with certainty.
 */
final class BernoulliDraw {

  private BernoulliDraw() {}

  static void apply(
      float[] batch, int offset, int count, int dimension, long[] identities, Key key) {
    check(batch.length, offset, count, dimension, identities);
    float[] uniform = new float[dimension];
    int[] block = new int[4];
    for (int row = 0; row < count; row++) {
      Noise.uniform(key, identities[row], 0, uniform, 0, dimension, block);
      int start = offset + row * dimension;
      for (int j = 0; j < dimension; j++) {
        batch[start + j] = uniform[j] < batch[start + j] ? 1 : 0;
      }
    }
  }

  static void apply(
      double[] batch, int offset, int count, int dimension, long[] identities, Key key) {
    check(batch.length, offset, count, dimension, identities);
    float[] uniform = new float[dimension];
    int[] block = new int[4];
    for (int row = 0; row < count; row++) {
      Noise.uniform(key, identities[row], 0, uniform, 0, dimension, block);
      int start = offset + row * dimension;
      for (int j = 0; j < dimension; j++) {
        batch[start + j] = uniform[j] < batch[start + j] ? 1 : 0;
      }
    }
  }

  private static void check(int length, int offset, int count, int dimension, long[] identities) {
    Objects.checkFromIndexSize(offset, Math.multiplyExact(count, dimension), length);
    Objects.checkFromIndexSize(0, count, identities.length);
  }
}
