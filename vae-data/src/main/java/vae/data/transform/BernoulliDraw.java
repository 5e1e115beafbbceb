package vae.data.transform;

import java.util.Objects;
import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;

/**
 * Draws x' ~ Bernoulli(x) for every coordinate: x' = 1 where u &lt; x for a uniform u in [0, 1), a
 * pure function of (key, identity, coordinate).
 *
 * <p>u is a multiple of 2⁻²⁴, so x = 0 gives 0 and x = 1 gives 1 with certainty.
 */
final class BernoulliDraw {

  private BernoulliDraw() {}

  static void apply(KernelSet kernels, NdArray batch, long[] identities, Key key) {
    int rows = batch.shape().extent(0);
    Objects.checkFromIndexSize(0, rows, identities.length);
    Key keys = key.rows(identities);
    int dimension = batch.shape().inner(0);
    switch (batch.type()) {
      case F32 -> kernels.f32().noise().bernoulli(keys, rows, dimension, batch.floats(), 0);
      case F64 -> kernels.f64().noise().bernoulli(keys, rows, dimension, batch.doubles(), 0);
    }
  }
}
