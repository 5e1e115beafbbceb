package vae.experiments.evaluation;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.distribution.Kl;
import vae.core.distribution.Posterior;
import vae.core.model.Estimate;
import vae.core.model.GenerativeModel;

/**
 * The ELBO of a batch with one draw of z, whatever the model was trained on: what runs with
 * different estimators are compared by.
 *
 * <p>\[ \mathrm{ELBO}(x) = \mathbb E_q \log p(x \mid z) - \mathrm{KL}(q \,\|\, \pi) \]
 *
 * <p>The rate is in closed form where there is one, else from the draw.
 */
final class EvidenceBound {

  private EvidenceBound() {}

  /** x [B, d] → bound, rate and distortion, [B] in nats. */
  static Estimate of(GenerativeModel p, Posterior q, Tensor x, Key key) {
    Draws draws = q.draw(1, key);
    Tensor distortion = p.distortion(x, draws);
    return Estimate.ofElbo(distortion, Kl.find(q, p.prior()).orElseGet(() -> p.rate(draws)));
  }
}
