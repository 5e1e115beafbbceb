package vae.experiments.training;

import java.util.Optional;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Posterior;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;

/**
 * A model bound to a batch: its parts know the batch's condition and which of its values are
 * missing, so that nothing that uses them need mention it.
 *
 * @param generative \(p_\theta(x, z)\) given the condition, of the known values of x
 * @param encoder \(q_\phi(z \mid x)\) given the condition
 * @param x [B, d], filled in where it is missing
 * @param observed [B, d], 1 where x is known and 0 where it is missing; empty where all is known
 */
public record ModelOnBatch(
    GenerativeModel generative, Encoder encoder, Tensor x, Optional<Tensor> observed) {

  /** \(q_\phi(z \mid x)\): batch [B], event [m]. */
  public Posterior posterior() {
    return encoder.encode(x);
  }

  /**
   * Other values in place of x, [*S, B, d] → [*S, B, d]: the same are missing, and filled in alike.
   */
  public Tensor masked(Tensor other) {
    return observed.map(o -> other.where(o, x)).orElse(other);
  }

  /** What differs from x, [*S, B, d] → [*S, B, d]: 0 where x is missing. */
  public Tensor residual(Tensor mean) {
    Tensor error = mean.subtract(x);
    return observed.map(error::multiply).orElse(error);
  }

  public Estimate estimate(Estimator estimator, Key noise) {
    return estimator.estimate(generative, encoder, x, noise);
  }
}
