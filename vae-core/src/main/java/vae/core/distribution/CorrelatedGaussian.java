package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tensor;

/**
 * Gaussian posteriors \(\mathcal N(\mu, \Sigma)\) whose coordinates depend on each other.
 *
 * <p>A family says how it draws, its density, its variances and its volume; entropy, marginals and
 * the KL to a Gaussian with independent coordinates (see {@link Kl}) follow from these. Batch [B],
 * event [m].
 */
public interface CorrelatedGaussian extends Posterior, HasEntropy {

  /** The diagonal of Σ, [B, m]. */
  Tensor variance();

  /** \(\tfrac12 \log\det\Sigma\) → [B]. */
  Tensor logVolume();

  @Override
  CorrelatedGaussian stopGradient();

  @Override
  default Shape batchShape() {
    return mean().shape().dropLast(1);
  }

  @Override
  default Shape eventShape() {
    return Shape.of(mean().shape().extent(-1));
  }

  /** The product of the marginals \(\mathcal N(\mu_j, \Sigma_{jj})\). */
  @Override
  default DiagonalGaussian marginals() {
    return new DiagonalGaussian(mean(), variance().log().multiply(0.5));
  }

  /** \(\tfrac12 \log\det\Sigma + \tfrac m2 (1 + \log 2\pi)\) → [B]. */
  @Override
  default Tensor entropy() {
    double perDimension = 0.5 * (1 + StandardGaussian.LOG_TWO_PI);
    return logVolume().add(perDimension * eventShape().extent(-1));
  }
}
