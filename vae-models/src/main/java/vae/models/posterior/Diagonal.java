package vae.models.posterior;

import java.util.Optional;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.model.PosteriorFamily;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Since;

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
public record Diagonal(int latentSize, Spec spec) implements PosteriorFamily {

  @Describe(
      value = "Gaussian with diagonal covariance; the encoder gives mean and log deviation.",
      source = "Kingma and Welling (2014), section 3")
  public record Spec(
      @Since("0.2.0")
          @Default("null")
          @Describe("bounds of log σ², with gradient 0 outside; null for none")
          Optional<LogVarianceClip> logVarianceClip)
      implements LogVarianceClip.Option {

    public Spec() {
      this(Optional.empty());
    }
  }

  public Diagonal(int latentSize) {
    this(latentSize, new Spec());
  }

  @Override
  public int parameterCount() {
    return 2 * latentSize;
  }

  /** [*S, B, 2m]: means, then logarithms of standard deviations. */
  @Override
  public DiagonalGaussian of(Tensor parameters) {
    return LogVarianceClip.gaussian(spec, parameters, latentSize);
  }
}
