package vae.autodiff.kernel.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of one row of factors with vectors that are read from where their elements lie: \[
 * s_{vl} \leftarrow s_{vl} + \sum_p f_p \, a[\mathrm{begin}_v + \mathrm{step}_p + l] \] for the
 * lanes l of each vector v, each sum one chain of fma over p, in order.
 *
 * <p>What {@link PatchProduct} is for many columns this is for few: there a vector holds columns,
 * here it holds rows. An instance belongs to one thread; its fields are the operands, set by the
 * caller before {@link #multiply}.
 */
final class LaneProduct {

  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = LANES.length();

  /** Vectors computed side by side: enough chains to hide the latency of an fma. */
  private static final int GROUP = 8;

  /** Holds the vectors' elements. */
  float[] a;

  /** What each step adds to a vector's beginning. */
  int[] steps;

  /** The first of the steps. */
  int firstStep;

  /** Number of steps. */
  int k;

  /** Holds the factors. */
  float[] factors;

  /** Distance of two factors. */
  int factorStride;

  /** The sums, vector by vector: what the chains start from, and where they end. */
  float[] sums = {};

  private int[] begins = {};
  private int vectors;

  /** Makes room for n vectors and forgets those there are. */
  void reserve(int n) {
    int whole = (n + GROUP - 1) / GROUP * GROUP;
    if (begins.length < whole) {
      begins = new int[whole];
      sums = new float[whole * WIDTH];
    }
    vectors = 0;
  }

  /** Adds a vector. */
  void vector(int begin) {
    begins[vectors] = begin;
    vectors++;
  }

  /** Sets all sums to zero. */
  void clear() {
    Arrays.fill(sums, 0, vectors * WIDTH, 0);
  }

  /**
   * Continues the chains. Missing vectors of the last group repeat its last one, into sums that
   * nobody reads.
   *
   * @param factor where the first factor is
   */
  void multiply(int factor) {
    for (int v = vectors; v % GROUP != 0; v++) {
      begins[v] = begins[vectors - 1];
    }
    for (int v = 0; v < vectors; v += GROUP) {
      group(v, factor);
    }
  }

  private void group(int v, int factor) {
    float[] a = this.a;
    int[] steps = this.steps;
    float[] factors = this.factors;
    float[] sums = this.sums;
    int firstStep = this.firstStep;
    int factorStride = this.factorStride;
    int k = this.k;
    int begin0 = begins[v];
    int begin1 = begins[v + 1];
    int begin2 = begins[v + 2];
    int begin3 = begins[v + 3];
    int begin4 = begins[v + 4];
    int begin5 = begins[v + 5];
    int begin6 = begins[v + 6];
    int begin7 = begins[v + 7];
    int at = v * WIDTH;
    FloatVector sum0 = FloatVector.fromArray(LANES, sums, at);
    FloatVector sum1 = FloatVector.fromArray(LANES, sums, at + WIDTH);
    FloatVector sum2 = FloatVector.fromArray(LANES, sums, at + 2 * WIDTH);
    FloatVector sum3 = FloatVector.fromArray(LANES, sums, at + 3 * WIDTH);
    FloatVector sum4 = FloatVector.fromArray(LANES, sums, at + 4 * WIDTH);
    FloatVector sum5 = FloatVector.fromArray(LANES, sums, at + 5 * WIDTH);
    FloatVector sum6 = FloatVector.fromArray(LANES, sums, at + 6 * WIDTH);
    FloatVector sum7 = FloatVector.fromArray(LANES, sums, at + 7 * WIDTH);
    for (int p = 0; p < k; p++) {
      int s = steps[firstStep + p];
      FloatVector f = FloatVector.broadcast(LANES, factors[factor]);
      factor += factorStride;
      sum0 = f.fma(FloatVector.fromArray(LANES, a, begin0 + s), sum0);
      sum1 = f.fma(FloatVector.fromArray(LANES, a, begin1 + s), sum1);
      sum2 = f.fma(FloatVector.fromArray(LANES, a, begin2 + s), sum2);
      sum3 = f.fma(FloatVector.fromArray(LANES, a, begin3 + s), sum3);
      sum4 = f.fma(FloatVector.fromArray(LANES, a, begin4 + s), sum4);
      sum5 = f.fma(FloatVector.fromArray(LANES, a, begin5 + s), sum5);
      sum6 = f.fma(FloatVector.fromArray(LANES, a, begin6 + s), sum6);
      sum7 = f.fma(FloatVector.fromArray(LANES, a, begin7 + s), sum7);
    }
    sum0.intoArray(sums, at);
    sum1.intoArray(sums, at + WIDTH);
    sum2.intoArray(sums, at + 2 * WIDTH);
    sum3.intoArray(sums, at + 3 * WIDTH);
    sum4.intoArray(sums, at + 4 * WIDTH);
    sum5.intoArray(sums, at + 5 * WIDTH);
    sum6.intoArray(sums, at + 6 * WIDTH);
    sum7.intoArray(sums, at + 7 * WIDTH);
  }
}
