package vae.core.distribution;

import java.util.Optional;
import vae.autodiff.tape.Tensor;

/**
 * An approximate posterior \(q_\phi(z \mid x)\) for each example of a batch: batch [*S, B], event
 * [m].
 *
 * <p>Draws are a differentiable function of φ and of noise that does not depend on it, \(z =
 * g_\phi(\varepsilon)\), or say that they are not. Where it has a mean or marginals in closed form
 * it is {@link HasMean} or {@link HasMarginals}; evaluation draws otherwise.
 *
 * <p>Source: Kingma and Welling (2014), section 2.4.
 */
public interface Posterior extends Distribution {

  /**
   * The same distribution with parameters that gradients do not pass; itself where there are none
   * to hold.
   */
  Posterior stopGradient();

  /** KL(this ‖ p) → [*S, B], in nats, where this posterior brings a closed form for p. */
  default Optional<Tensor> klTo(Distribution p) {
    return Optional.empty();
  }
}
