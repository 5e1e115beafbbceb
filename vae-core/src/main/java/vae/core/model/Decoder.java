package vae.core.model;

import vae.autodiff.tape.Tensor;

/** The network that maps latent variables to the likelihood's parameters; slot {@code decoder}. */
public interface Decoder {

  /** z [*S, B, m] → [*S, B, d · c], with c outputs for each data dimension. */
  Tensor decode(Tensor z);

  /** The same decoder for one pass, with what it takes from it: condition, noise of its layers. */
  default Decoder given(Pass pass) {
    return this;
  }

  default boolean takesCondition() {
    return false;
  }

  interface Spec extends vae.core.spec.Spec {}
}
