package vae.core.distribution;

import java.util.Optional;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;

/**
 * A family of probability distributions, one for each entry of a batch.
 *
 * <p>Shapes: samples [S], batch [*B], event [*E]. Logarithms are natural: densities in nats. What a
 * family knows beyond its draws it says by capabilities: {@link HasDensity}, {@link HasMean},
 * {@link HasMarginals}, {@link HasEntropy}.
 */
public interface Distribution {

  /** The axis of Monte-Carlo samples in everything drawn: the first. */
  int SAMPLE = 0;

  /** [*B]: one distribution for each entry. */
  Shape batchShape();

  /** [*E]: the shape of one draw. */
  Shape eventShape();

  /**
   * Independent draws z [S, *B, *E], with their log density.
   *
   * <p>The noise of (sample, row of the batch, coordinate) depends on the key and these alone.
   * Gradients pass to the parameters, unless the family says that they do not.
   *
   * @param samples S ≥ 1
   */
  Draws draw(int samples, Key key);

  /**
   * KL(q ‖ this) → [*B], in nats, where this distribution brings a closed form for q.
   *
   * <p>{@link Kl#find} asks {@link Posterior#klTo} first.
   */
  default Optional<Tensor> klFrom(Posterior q) {
    return Optional.empty();
  }
}
