package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.LT;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;

/**
 * Gradients divided by their running size or deviation.
 *
 * @param keep weight of the running mean
 * @param take weight of what is new
 */
record VectorRootScale(float keep, float take, float epsilon) {

  private static FloatVector flushed(FloatVector mean) {
    return mean.blend(0f, mean.abs().compare(LT, VectorOptimizers.MIN_MEAN));
  }

  private static float flushed(float mean) {
    return Math.abs(mean) < VectorOptimizers.MIN_MEAN ? 0 : mean;
  }

  /** v ← keep · v + take · g², g ← g / (√v + ε) for [from, to), whole vectors. */
  void plain(float[] g, float[] v, int from, int to) {
    FloatVector old = broadcast(SPECIES, keep);
    FloatVector fresh = broadcast(SPECIES, take);
    FloatVector floor = broadcast(SPECIES, epsilon);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector slope = fromArray(SPECIES, g, i);
      FloatVector square = flushed(old.fma(fromArray(SPECIES, v, i), fresh.mul(slope).mul(slope)));
      square.intoArray(v, i);
      slope.div(square.sqrt().add(floor)).intoArray(g, i);
    }
  }

  /** The same for one element. */
  void plain(float[] g, float[] v, int i) {
    v[i] = flushed(Math.fma(keep, v[i], take * g[i] * g[i]));
    g[i] = g[i] / ((float) Math.sqrt(v[i]) + epsilon);
  }

  /** The same less the square of the running mean, which is at most v. */
  void centered(float[] g, float[] v, float[] mean, int from, int to) {
    FloatVector old = broadcast(SPECIES, keep);
    FloatVector fresh = broadcast(SPECIES, take);
    FloatVector floor = broadcast(SPECIES, epsilon);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector slope = fromArray(SPECIES, g, i);
      FloatVector square = flushed(old.fma(fromArray(SPECIES, v, i), fresh.mul(slope).mul(slope)));
      FloatVector first = flushed(old.fma(fromArray(SPECIES, mean, i), fresh.mul(slope)));
      square.intoArray(v, i);
      first.intoArray(mean, i);
      FloatVector variance = first.neg().fma(first, square);
      variance = variance.blend(0f, variance.compare(LT, 0f));
      slope.div(variance.sqrt().add(floor)).intoArray(g, i);
    }
  }

  /** The same for one element. */
  void centered(float[] g, float[] v, float[] mean, int i) {
    v[i] = flushed(Math.fma(keep, v[i], take * g[i] * g[i]));
    mean[i] = flushed(Math.fma(keep, mean[i], take * g[i]));
    float variance = Math.fma(-mean[i], mean[i], v[i]);
    variance = variance < 0 ? 0 : variance;
    g[i] = g[i] / ((float) Math.sqrt(variance) + epsilon);
  }
}
