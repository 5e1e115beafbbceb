package vae.experiments.evaluation;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.Kl;
import vae.core.distribution.LogRatio;
import vae.core.distribution.Posterior;
import vae.core.model.GenerativeModel;

/**
 * The ELBO of a batch with one draw of z, whatever the model was trained on: what runs with
 * different estimators are compared by.
 *
 * <p>\[ \mathrm{ELBO}(x) = \mathbb E_q \log p(x \mid z) - \mathrm{KL}(q \,\|\, \pi) \]
 *
 * @param value [B], in nats
 * @param rate KL(q ‖ π), in closed form where there is one, else from the draw; [B]
 * @param distortion −log p(x | z); [B]
 */
record EvidenceBound(Tensor value, Tensor rate, Tensor distortion) {

  static EvidenceBound of(GenerativeModel p, Posterior q, Tensor x, Key key) {
    Tensor z = q.sample(1, key);
    Tensor distortion = p.likelihood(z).logProb(x).mean(Distribution.SAMPLE).negate();
    Tensor rate =
        Kl.find(q, p.prior())
            .orElseGet(() -> LogRatio.of(p.prior(), q, z).mean(Distribution.SAMPLE).negate());
    return new EvidenceBound(distortion.add(rate).negate(), rate, distortion);
  }
}
