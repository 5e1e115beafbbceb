package vae.core.distribution;

import vae.autodiff.tape.Tensor;

/** A distribution whose density or mass is known at every point. */
public interface HasDensity extends Distribution {

  /** Logarithm of the density or mass: x [*S, *B, *E] → [*S, *B]; x [*B, *E] is the case S = (). */
  Tensor logProb(Tensor x);
}
