package vae.core.model;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.Posterior;

/**
 * An encoder whose outputs are the parameters of a posterior family: the posterior of an example
 * can then be improved on its own, from where the encoder puts it.
 */
public interface ParametricEncoder extends Encoder {

  /** The family that the parameters choose from. */
  PosteriorFamily family();

  /** x [B, d] → the posterior's parameters, [B, P]. */
  Tensor parameters(Tensor x);

  @Override
  default Posterior encode(Tensor x) {
    return family().of(parameters(x));
  }
}
