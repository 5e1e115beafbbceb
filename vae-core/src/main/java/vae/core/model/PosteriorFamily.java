package vae.core.model;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.Posterior;

/**
 * The family of approximate posteriors that an encoder's outputs choose from; slot {@code
 * posterior}.
 */
public interface PosteriorFamily {

  /** Numbers that describe one member, P. */
  int parameterCount();

  /** Unconstrained numbers [*S, B, P] → batch [*S, B], event [m]. */
  Posterior of(Tensor parameters);

  interface Spec extends vae.core.spec.Spec {}
}
