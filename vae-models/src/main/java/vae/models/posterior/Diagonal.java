package vae.models.posterior;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.model.PosteriorFamily;
import vae.core.spec.Describe;

/**
 * Gaussian posteriors with diagonal covariance, \(q(z \mid x) = \mathcal N(\mu, \mathrm{diag}\,
 * \sigma^2)\).
 *
 * <p>The encoder gives \((\mu, \log\sigma)\), 2m numbers. The KL to a Gaussian prior is in closed
 * form. Too narrow where the true posterior's coordinates depend on each other.
 *
 * <p>Source: Kingma and Welling (2014), section 3.
 *
 * @param latentSize m ≥ 1
 */
public record Diagonal(int latentSize) implements PosteriorFamily {

  @Describe(
      value = "Gaussian with diagonal covariance; the encoder gives mean and log deviation.",
      source = "Kingma and Welling (2014), section 3")
  public record Spec() implements PosteriorFamily.Spec {}

  @Override
  public int parameterCount() {
    return 2 * latentSize;
  }

  /** [*S, B, 2m]: means, then logarithms of standard deviations. */
  @Override
  public DiagonalGaussian of(Tensor parameters) {
    Tensor mean = parameters.slice(-1, 0, latentSize);
    Tensor logDeviation = parameters.slice(-1, latentSize, 2 * latentSize);
    return new DiagonalGaussian(mean, logDeviation);
  }
}
