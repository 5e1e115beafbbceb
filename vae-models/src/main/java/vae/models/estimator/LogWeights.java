package vae.models.estimator;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.LogRatio;
import vae.core.distribution.Posterior;
import vae.core.model.GenerativeModel;

/** Importance weights \(w = p(x, z) / q(z \mid x)\) in logarithms. */
final class LogWeights {

  private LogWeights() {}

  /** log w of samples z [K, B, m] → [K, B], in nats. */
  static Tensor of(GenerativeModel p, Posterior q, Tensor x, Tensor z) {
    return p.likelihood(z).logProb(x).add(LogRatio.of(p.prior(), q, z));
  }
}
