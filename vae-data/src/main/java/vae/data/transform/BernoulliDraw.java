package vae.data.transform;

import java.util.Objects;
import vae.autodiff.kernel.NoiseKernels;
import vae.autodiff.random.Key;

/**
 * Draws x' ~ Bernoulli(x) for every coordinate: x' = 1 where u &lt; x for a uniform u in [0, 1), a
 * pure function of (key, identity, coordinate).
 *
 * <p>u is a multiple of 2⁻²⁴, so x = 0 gives 0 and x = 1 gives 1 with certainty.
 */
final class BernoulliDraw {

  private BernoulliDraw() {}

  static void apply(
      NoiseKernels<float[]> noise,
      float[] batch,
      int offset,
      int count,
      int dimension,
      long[] identities,
      Key key) {
    check(batch.length, offset, count, dimension, identities);
    noise.bernoulli(key.rows(identities), count, dimension, batch, offset);
  }

  static void apply(
      NoiseKernels<double[]> noise,
      double[] batch,
      int offset,
      int count,
      int dimension,
      long[] identities,
      Key key) {
    check(batch.length, offset, count, dimension, identities);
    noise.bernoulli(key.rows(identities), count, dimension, batch, offset);
  }

  private static void check(int length, int offset, int count, int dimension, long[] identities) {
    Objects.checkFromIndexSize(offset, Math.multiplyExact(count, dimension), length);
    Objects.checkFromIndexSize(0, count, identities.length);
  }
}
