package vae.core.distribution;

import vae.autodiff.tape.Tensor;

/**
 * The grid k / (K − 1), k = 0 … K − 1, on [0, 1]: grey levels.
 *
 * @param levels K ≥ 2
 */
record Grid(int levels) {

  Grid {
    Arguments.atLeast("levels", levels, 2);
  }

  double step() {
    return 1.0 / (levels - 1);
  }

  /**
   * The level nearest to each element: what lies between two is rounded, what lies outside held.
   */
  int[] nearest(Tensor x) {
    double[] values = x.toArray().toDoubles();
    int[] nearest = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      nearest[i] = nearest(values[i]);
    }
    return nearest;
  }

  int nearest(double value) {
    return (int) Math.min(Math.max(Math.rint(value * (levels - 1)), 0), levels - 1);
  }

  double value(int level) {
    return (double) level / (levels - 1);
  }
}
