package vae.models.estimator;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.Kl;
import vae.core.distribution.Posterior;
import vae.core.model.MisfitException;

/** The rate, KL(q ‖ π), for estimators that need it in closed form. */
final class RateOf {

  private RateOf() {}

  /**
   * KL(q ‖ π) → [B], in nats.
   *
   * @throws MisfitException where the pair has no closed form
   */
  static Tensor closedForm(Posterior q, Distribution prior) {
    return Kl.find(q, prior)
        .orElseThrow(
            () ->
                new MisfitException(
                    "needs the KL in closed form, and there is none from %s to %s"
                        .formatted(q.getClass().getSimpleName(), prior.getClass().getSimpleName()),
                    "Take the estimator \"elbo-mc\", which needs only densities."));
  }
}
