package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;

/**
 * A family of probability distributions, one for each entry of a batch.
 *
 * <p>Shapes: samples [S], batch [*B], event [*E]. Logarithms are natural: densities in nats.
 */
public interface Distribution {

  /** The axis of Monte-Carlo samples in everything sampled: the first. */
  int SAMPLE = 0;

  /** [*B]: one distribution for each entry. */
  Shape batchShape();

  /** [*E]: the shape of one draw. */
  Shape eventShape();

  /**
   * Independent draws → [S, *B, *E].
   *
   * <p>The noise of (sample, row of the batch, coordinate) depends on the key and these alone.
   * Where the class is {@link Reparameterised}, gradients pass to the parameters.
   *
   * @param samples S ≥ 1
   */
  Tensor sample(int samples, Key key);

  /** Logarithm of the density or mass: x [*S, *B, *E] → [*S, *B]; x [*B, *E] is the case S = (). */
  Tensor logProb(Tensor x);

  /** Expectation of a draw, [*B, *E]. */
  Tensor mean();
}
