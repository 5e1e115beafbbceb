package vae.autodiff.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The loops of {@link MachineLimits}. */
final class LimitLoops {

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  /**
   * Chains that wait for none of the others: enough for two units with a latency of seven cycles,
   * and with their operand as many as the registers of AVX2 hold.
   */
  private static final int CHAINS = 14;

  /** Additions and multiplications of one step of {@link #chains}. */
  static final double FLOPS_PER_STEP = 2.0 * CHAINS * SPECIES.length();

  private LimitLoops() {}

  /** a[i] = b[i] + 3 · c[i] for i in [from, to), a whole number of vectors. */
  static void triad(float[] a, float[] b, float[] c, int from, int to) {
    for (int i = from; i < to; i += SPECIES.length()) {
      FloatVector s = FloatVector.broadcast(SPECIES, 3);
      FloatVector x = FloatVector.fromArray(SPECIES, b, i);
      FloatVector.fromArray(SPECIES, c, i).fma(s, x).intoArray(a, i);
    }
  }

  /** Chains y ← y/2 + 1/2 from different starts, so that none can stand for another. */
  static float chains(int steps) {
    FloatVector h = FloatVector.broadcast(SPECIES, 0.5f);
    FloatVector y0 = FloatVector.broadcast(SPECIES, 0);
    FloatVector y1 = FloatVector.broadcast(SPECIES, 1);
    FloatVector y2 = FloatVector.broadcast(SPECIES, 2);
    FloatVector y3 = FloatVector.broadcast(SPECIES, 3);
    FloatVector y4 = FloatVector.broadcast(SPECIES, 4);
    FloatVector y5 = FloatVector.broadcast(SPECIES, 5);
    FloatVector y6 = FloatVector.broadcast(SPECIES, 6);
    FloatVector y7 = FloatVector.broadcast(SPECIES, 7);
    FloatVector y8 = FloatVector.broadcast(SPECIES, 8);
    FloatVector y9 = FloatVector.broadcast(SPECIES, 9);
    FloatVector y10 = FloatVector.broadcast(SPECIES, 10);
    FloatVector y11 = FloatVector.broadcast(SPECIES, 11);
    FloatVector y12 = FloatVector.broadcast(SPECIES, 12);
    FloatVector y13 = FloatVector.broadcast(SPECIES, 13);
    for (int step = 0; step < steps; step++) {
      y0 = y0.fma(h, h);
      y1 = y1.fma(h, h);
      y2 = y2.fma(h, h);
      y3 = y3.fma(h, h);
      y4 = y4.fma(h, h);
      y5 = y5.fma(h, h);
      y6 = y6.fma(h, h);
      y7 = y7.fma(h, h);
      y8 = y8.fma(h, h);
      y9 = y9.fma(h, h);
      y10 = y10.fma(h, h);
      y11 = y11.fma(h, h);
      y12 = y12.fma(h, h);
      y13 = y13.fma(h, h);
    }
    FloatVector low = y0.add(y1).add(y2).add(y3).add(y4).add(y5).add(y6);
    FloatVector high = y7.add(y8).add(y9).add(y10).add(y11).add(y12).add(y13);
    return low.add(high).lane(0);
  }
}
