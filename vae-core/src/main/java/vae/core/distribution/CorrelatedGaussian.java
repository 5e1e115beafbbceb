package vae.core.distribution;

import vae.autodiff.tape.Tensor;

/**
 * Gaussian posteriors \(\mathcal N(\mu, \Sigma)\) whose coordinates depend on each other.
 *
 * <p>A family says how it draws, its density, its variances and its volume; entropy, marginals and
 * the KL to a Gaussian with independent coordinates (see {@link Kl}) follow from these. Batch [*S,
 * B], event [m].
 */
public interface CorrelatedGaussian extends GaussianPosterior {

  /** The diagonal of Σ, [*S, B, m]. */
  Tensor variance();

  /** \(\tfrac12 \log\det\Sigma\) → [*S, B]. */
  Tensor logVolume();

  @Override
  CorrelatedGaussian stopGradient();

  /** The product of the marginals \(\mathcal N(\mu_j, \Sigma_{jj})\). */
  @Override
  default DiagonalGaussian marginals() {
    return new DiagonalGaussian(mean(), variance().log().multiply(0.5));
  }

  /** \(\tfrac12 \log\det\Sigma + \tfrac m2 (1 + \log 2\pi)\) → [*S, B]. */
  @Override
  default Tensor entropy() {
    return logVolume().add(STANDARD_ENTROPY * size());
  }
}
