package vae.autodiff.tape;

import vae.autodiff.op.GroupNorm;

/** Normalisation within each example, with a scale and a shift for each channel. */
public final class Normalization {

  private Normalization() {}

  /**
   * Normalised over all positions and the channels of a group.
   *
   * <p>Source: Wu and He (2018).
   *
   * @param x [*B, *P, c]
   * @param scale [c]
   * @param shift [c]
   * @param groups ≥ 1, divides c; neighbouring channels make a group
   * @param spatialAxes number of axes P, ≥ 0
   * @param epsilon above 0, added to the variance
   */
  public static Tensor group(
      Tensor x, Tensor scale, Tensor shift, int groups, int spatialAxes, double epsilon) {
    if (groups < 1 || spatialAxes < 0 || !(epsilon > 0)) {
      throw new IllegalArgumentException(
          "groupNorm: expected groups >= 1, spatialAxes >= 0 and epsilon > 0, got %d, %d and %s"
              .formatted(groups, spatialAxes, epsilon));
    }
    return x.tape().record(new GroupNorm(groups, spatialAxes, epsilon), x, scale, shift);
  }
}
