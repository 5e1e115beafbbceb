package vae.experiments.evaluation.factors;

import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

/**
 * Keyed draws, with replacement, of examples that share the value of a factor. Where a source can
 * render any combination of factors, papers render anew; here examples of the part stand for them.
 */
final class Pools {

  private final int[][][] pools; // [K][count][examples of this value]
  private final int[][] factors;

  /** Of all examples. */
  Pools(int[][] factors, int[] counts) {
    this.factors = factors;
    pools = new int[factors.length][][];
    for (int k = 0; k < factors.length; k++) {
      int[] sizes = new int[counts[k]];
      for (int value : factors[k]) {
        sizes[value]++;
      }
      pools[k] = new int[counts[k]][];
      for (int value = 0; value < counts[k]; value++) {
        pools[k][value] = new int[sizes[value]];
      }
      for (int n = factors[k].length - 1; n >= 0; n--) {
        pools[k][factors[k][n]][--sizes[factors[k][n]]] = n;
      }
    }
  }

  /** What one trial draws, in order. */
  final class Trial {

    private final float[] uniform;
    private int next;

    /**
     * @param number of the trial: others draw independently
     * @param draws the most that is drawn
     */
    Trial(Key key, int number, int draws) {
      uniform = new float[draws];
      Noise.uniform(key, number, 0, uniform, 0, draws, new int[4]);
    }

    /** One of the factors. */
    int factor() {
      return below(factors.length);
    }

    /** One of all examples. */
    int example() {
      return below(factors[0].length);
    }

    /** One of the examples that share a factor with another, which may be that one. */
    int like(int example, int factor) {
      int[] pool = pools[factor][factors[factor][example]];
      return pool[below(pool.length)];
    }

    private int below(int count) {
      return (int) (uniform[next++] * (double) count);
    }
  }
}
