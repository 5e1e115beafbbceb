package vae.core.model;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;

/** How much a Gaussian likelihood scatters about its mean; slot {@code noise}. */
public interface ObservationNoise {

  /** Means f [*S, B, d] → batch [*S, B], event [d]. */
  Distribution around(Tensor mean);

  /** What every noise's spec implements. */
  interface Spec extends vae.core.spec.Spec {}
}
