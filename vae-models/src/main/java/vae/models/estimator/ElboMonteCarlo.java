package vae.models.estimator;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.model.Claim;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * Evidence lower bound by Monte Carlo alone: the mean of L log weights.
 *
 * <p>\[ \mathcal L_L(x) = \frac1L \sum_{l=1}^L \log p_\theta(x, z_l) - \log q_\phi(z_l \mid x),
 * \qquad z_l \sim q_\phi(z \mid x) \]
 *
 * <p>Needs only densities: for posteriors and priors without a closed-form KL. Where there is one,
 * {@link Elbo} has less variance.
 *
 * <p>Source: Kingma and Welling (2014), eq. 6.
 */
public record ElboMonteCarlo(Spec spec) implements Estimator {

  @Describe(
      value = "Evidence lower bound by Monte Carlo alone, from densities.",
      source = "Kingma and Welling (2014), eq. 6")
  public record Spec(
      @Default("1") @Describe("L, draws of z for each example, at least 1") int samples)
      implements Estimator.Spec {

    public Spec {
      Require.atLeast("samples", samples, 1);
    }
  }

  @Override
  public Claim claim() {
    return Claim.ofElbo("ELBO from log densities");
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Draws draws = encoder.encode(x).draw(spec.samples(), key); // z [L, B, m]
    return Estimate.ofElbo(p.distortion(x, draws), p.rate(draws));
  }
}
