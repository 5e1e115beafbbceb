package vae.core.model;

import vae.autodiff.tape.Tensor;

/** The network that maps latent variables to the likelihood's parameters; slot {@code decoder}. */
public interface Decoder {

  /** z [*S, B, m] → [*S, B, d · c], with c outputs for each data dimension. */
  Tensor decode(Tensor z);

  /** What every decoder's spec implements. */
  interface Spec extends vae.core.spec.Spec {}
}
