package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.AdamStep;

/** Steps of optimizers. */
final class VectorOptimizers {

  /** Running means below this in magnitude become 0. */
  static final float MIN_MEAN = 1e-30f;

  private VectorOptimizers() {}

  /**
   * The numbers of one step of Adam, rounded to floats.
   *
   * @param c1 1−β₁, rounded after the subtraction
   * @param c2 1−β₂, likewise
   */
  record Adam(float b1, float c1, float b2, float c2, float rate, float scale, float epsilon) {

    Adam(AdamStep step) {
      this(
          (float) step.beta1(),
          (float) (1 - step.beta1()),
          (float) step.beta2(),
          (float) (1 - step.beta2()),
          (float) step.rate(),
          (float) step.scale(),
          (float) step.epsilon());
    }

    /** Steps the elements [from, to), whole vectors. */
    void step(float[] w, float[] g, float[] m, float[] v, int from, int to) {
      FloatVector keep1 = broadcast(SPECIES, b1);
      FloatVector take1 = broadcast(SPECIES, c1);
      FloatVector keep2 = broadcast(SPECIES, b2);
      FloatVector take2 = broadcast(SPECIES, c2);
      FloatVector step = broadcast(SPECIES, rate);
      FloatVector unbias = broadcast(SPECIES, scale);
      FloatVector floor = broadcast(SPECIES, epsilon);
      for (int i = from; i < to; i += WIDTH) {
        FloatVector slope = fromArray(SPECIES, g, i);
        FloatVector first = keep1.fma(fromArray(SPECIES, m, i), take1.mul(slope));
        first = first.blend(0f, first.abs().compare(LT, MIN_MEAN));
        FloatVector second = keep2.fma(fromArray(SPECIES, v, i), take2.mul(slope).mul(slope));
        first.intoArray(m, i);
        second.intoArray(v, i);
        FloatVector spread = second.sqrt().fma(unbias, floor);
        fromArray(SPECIES, w, i).sub(step.mul(first).div(spread)).intoArray(w, i);
      }
    }

    /** Steps one element. */
    void step(float[] w, float[] g, float[] m, float[] v, int i) {
      float first = Math.fma(b1, m[i], c1 * g[i]);
      first = Math.abs(first) < MIN_MEAN ? 0 : first;
      float second = Math.fma(b2, v[i], c2 * g[i] * g[i]);
      m[i] = first;
      v[i] = second;
      float spread = Math.fma((float) Math.sqrt(second), scale, epsilon);
      w[i] = w[i] - rate * first / spread;
    }

    /** Steps the elements [from, to) by Adamax, whole vectors. */
    void stepMax(float[] w, float[] g, float[] m, float[] u, int from, int to) {
      FloatVector keep1 = broadcast(SPECIES, b1);
      FloatVector take1 = broadcast(SPECIES, c1);
      FloatVector keep2 = broadcast(SPECIES, b2);
      FloatVector step = broadcast(SPECIES, rate);
      FloatVector floor = broadcast(SPECIES, epsilon);
      for (int i = from; i < to; i += WIDTH) {
        FloatVector slope = fromArray(SPECIES, g, i);
        FloatVector first = keep1.fma(fromArray(SPECIES, m, i), take1.mul(slope));
        first = first.blend(0f, first.abs().compare(LT, MIN_MEAN));
        FloatVector kept = keep2.mul(fromArray(SPECIES, u, i));
        FloatVector seen = slope.abs().add(floor);
        FloatVector largest = seen.blend(kept, kept.compare(GT, seen));
        first.intoArray(m, i);
        largest.intoArray(u, i);
        fromArray(SPECIES, w, i).sub(step.mul(first).div(largest)).intoArray(w, i);
      }
    }

    /** Steps one element by Adamax. */
    void stepMax(float[] w, float[] g, float[] m, float[] u, int i) {
      float first = Math.fma(b1, m[i], c1 * g[i]);
      first = Math.abs(first) < MIN_MEAN ? 0 : first;
      float kept = b2 * u[i];
      float seen = Math.abs(g[i]) + epsilon;
      m[i] = first;
      u[i] = kept > seen ? kept : seen;
      w[i] = w[i] - rate * first / u[i];
    }
  }

  /** w ← w + step · g for [from, to), whole vectors. */
  static void descend(float step, float[] w, float[] g, int from, int to) {
    FloatVector rate = broadcast(SPECIES, step);
    for (int i = from; i < to; i += WIDTH) {
      rate.fma(fromArray(SPECIES, g, i), fromArray(SPECIES, w, i)).intoArray(w, i);
    }
  }

  /** velocity ← keep · velocity + g; w ← w + step · velocity; for [from, to), whole vectors. */
  static void momentum(
      float keep, float step, float[] w, float[] g, float[] velocity, int from, int to) {
    FloatVector factor = broadcast(SPECIES, keep);
    FloatVector rate = broadcast(SPECIES, step);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector moved = factor.fma(fromArray(SPECIES, velocity, i), fromArray(SPECIES, g, i));
      moved.intoArray(velocity, i);
      rate.fma(moved, fromArray(SPECIES, w, i)).intoArray(w, i);
    }
  }

  /** The same for one element. */
  static void momentum(float keep, float step, float[] w, float[] g, float[] velocity, int i) {
    velocity[i] = Math.fma(keep, velocity[i], g[i]);
    w[i] = Math.fma(step, velocity[i], w[i]);
  }
}
