package vae.core.distribution;

import vae.autodiff.tape.Tensor;

/**
 * What is observed given z: dimensions are independent, so that the density is a product over them.
 *
 * <p>Batch [*S, B], event [d]. Data x [B, d] are constants, repeated over the samples of the batch;
 * draws x are [S', *S, B, d].
 */
public interface Observation extends VectorDistribution, HasDensity, HasMean {

  /**
   * \(\log p(x_j)\) of every dimension: x [B, d] → [*S, B, d], or x [S', *S, B, d] → [S', *S, B,
   * d]. Over d it sums to {@link #logProb} up to rounding.
   */
  Tensor logProbEach(Tensor x);

  /**
   * The same for data of which some values are missing: itself, unless it takes parameters from the
   * data.
   *
   * @param observed [B, d], 1 where x is known and 0 where it is missing
   */
  default Observation knowing(Tensor observed) {
    return this;
  }

  /** Whether x is draws, of the batch's own samples, and not data [B, d]. */
  default boolean areDraws(Tensor x) {
    return x.shape().rank() > rows().rank();
  }

  /** Whether x is of discrete values, so that {@link #logProb} is the logarithm of a mass. */
  default boolean isDiscrete() {
    return false;
  }

  /** x [B, d] → [*S, B], or x [S', *S, B, d] → [S', *S, B]; in one pass where there is a kernel. */
  @Override
  default Tensor logProb(Tensor x) {
    return logProbEach(x).sum(-1);
  }
}
