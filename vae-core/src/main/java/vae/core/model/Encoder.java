package vae.core.model;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.Posterior;

/** The network that maps data to an approximate posterior; slot {@code encoder}. */
public interface Encoder {

  /** x [B, d] → \(q_\phi(z \mid x)\) with batch [B], event [m]. */
  Posterior encode(Tensor x);

  /** The same encoder for one pass, with what it takes from it: condition, noise of its layers. */
  default Encoder given(Pass pass) {
    return this;
  }

  default boolean takesCondition() {
    return false;
  }

  interface Spec extends vae.core.spec.Spec {}
}
