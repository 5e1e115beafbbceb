package vae.experiments.training;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Posterior;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;

/**
 * A model bound to a batch: its parts know the batch's condition, so that nothing that uses them
 * need mention it.
 *
 * @param generative \(p_\theta(x, z)\) given the condition
 * @param encoder \(q_\phi(z \mid x)\) given the condition
 * @param x [B, d]
 */
public record ModelOnBatch(GenerativeModel generative, Encoder encoder, Tensor x) {

  /** \(q_\phi(z \mid x)\): batch [B], event [m]. */
  public Posterior posterior() {
    return encoder.encode(x);
  }

  public Estimate estimate(Estimator estimator, Key noise) {
    return estimator.estimate(generative, encoder, x, noise);
  }
}
