package vae.core.distribution;

import vae.autodiff.tape.Tensor;

/** A distribution whose density or mass is known at every point. */
public interface HasDensity extends Distribution {

  /** Logarithm of the density or mass: x [*S, *B, *E] → [*S, *B]; x [*B, *E] is the case S = (). */
  Tensor logProb(Tensor x);

  /**
   * The distribution itself, as one with a density.
   *
   * @throws MisfitException where it has none, as a flow that is known at its own draws alone
   */
  static HasDensity of(Distribution d) {
    if (d instanceof HasDensity known) {
      return known;
    }
    throw new MisfitException(
        "needs densities that are known at every z, and %s has one at its own draws alone"
            .formatted(d.getClass().getSimpleName()),
        "Take a posterior family with a density everywhere, such as \"diagonal\".");
  }
}
