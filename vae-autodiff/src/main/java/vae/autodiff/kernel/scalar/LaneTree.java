package vae.autodiff.kernel.scalar;

import static vae.autodiff.kernel.Kernels.LANES;

/**
 * The sum of the lanes of a reduction in the order that defines its bits: l and l + 8, l and l + 4,
 * l and l + 2, then 0 and 1.
 */
public final class LaneTree {

  private LaneTree() {}

  /** The sum of the 16 lanes; overwrites them. */
  public static float tree(float[] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        lanes[l] += lanes[l + half];
      }
    }
    return lanes[0];
  }

  /** The sum of the 16 lanes; overwrites them. */
  public static double tree(double[] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        lanes[l] += lanes[l + half];
      }
    }
    return lanes[0];
  }
}
