package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.tape.GaussianRows;
import vae.autodiff.tape.Tensor;

/**
 * Mixtures of Gaussians with diagonal covariance, \(\sum_k \pi_k\, \mathcal N(\mu_k,
 * \mathrm{diag}\,\sigma_k^2)\).
 *
 * <p>Batch [], event [m]. A density costs K · m operations for each point and holds K numbers of
 * it.
 *
 * @param components \(\mathcal N(\mu_k, \mathrm{diag}\,\sigma_k^2)\): batch [K], event [m]
 * @param logWeights \(\log \pi_k\) [K], normalised
 */
public record GaussianMixture(DiagonalGaussian components, Tensor logWeights)
    implements Mixture, HasMean {

  /**
   * @throws ShapeException naming the argument that does not fit
   */
  public GaussianMixture {
    if (components.batchShape().rank() != 1) {
      throw new ShapeException("components: expected batch [K], got " + components.batchShape());
    }
    logWeights = Arguments.shaped("logWeights", logWeights, components.batchShape());
  }

  @Override
  public DiagonalGaussian picked(int... numbers) {
    return new DiagonalGaussian(
        components.mean().gather(numbers), components.logDeviation().gather(numbers));
  }

  @Override
  public Tensor logProb(Tensor z) {
    Shape rows = z.shape().dropLast(1);
    Tensor points = z.reshape(rows.size(), components.size());
    Tensor each = GaussianRows.pairs(points, components.mean(), components.logDeviation());
    Tensor joint = each.add(logWeights.reshape(logWeights.shape().size(), 1)); // [K, N]
    return joint.logSumExp(0).reshape(rows);
  }

  /** \(\sum_k \pi_k \mu_k\) → [m]. */
  @Override
  public Tensor mean() {
    Tensor weights = logWeights.exp().reshape(1, logWeights.shape().size());
    return weights.matmul(components.mean()).reshape(eventShape());
  }
}
