package vae.core.distribution;

import vae.autodiff.tape.Tensor;

/** A distribution whose expectation is known in closed form. */
public interface HasMean {

  /** Expectation of a draw, [*B, *E]. */
  Tensor mean();
}
