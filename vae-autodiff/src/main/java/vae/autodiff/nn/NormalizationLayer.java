package vae.autodiff.nn;

import vae.autodiff.array.Shape;
import vae.autodiff.tape.Normalization;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * Layer or group normalisation with learned scale and shift, which start at 1 and 0.
 *
 * <p>Sources: Ba et al. (2016); Wu and He (2018), whose ε = 10⁻⁵ it takes.
 *
 * @param scale γ [c]
 * @param shift β [c]
 */
public record NormalizationLayer(Parameter scale, Parameter shift, int groups, int spatialAxes) {

  private static final double EPSILON = 1e-5;

  /**
   * Normalises x [*B, *P, c] over all positions P and the channels of a group; makes {@code scale}
   * [c] and {@code shift} [c] in the scope.
   *
   * @param channels c ≥ 1
   * @param groups ≥ 1, divides c; 1 is layer normalisation of the whole example
   * @param spatialAxes number of axes P, ≥ 0; 2 for images
   */
  public static NormalizationLayer create(
      Parameters scope, int channels, int groups, int spatialAxes) {
    return new NormalizationLayer(
        scope.create("scale", Shape.of(channels), Initializer.constant(1)),
        scope.create("shift", Shape.of(channels), Initializer.zeros()),
        groups,
        spatialAxes);
  }

  /** x [*B, *P, c] → the same shape. */
  public Tensor apply(Tensor x) {
    Tape tape = x.tape();
    return Normalization.group(
        x, tape.parameter(scale), tape.parameter(shift), groups, spatialAxes, EPSILON);
  }
}
