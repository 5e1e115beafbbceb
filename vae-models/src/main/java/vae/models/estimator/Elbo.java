package vae.models.estimator;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.distribution.Kl;
import vae.core.distribution.Posterior;
import vae.core.model.Claim;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * Evidence lower bound with the KL in closed form and L Monte-Carlo draws of the reconstruction
 * term.
 *
 * <p>\[ \mathcal L_L(x) = \frac1L \sum_{l=1}^{L} \log p_\theta(x \mid z_l) -
 * \mathrm{KL}\bigl(q_\phi(z \mid x) \,\|\, \pi\bigr), \qquad z_l \sim q_\phi(z \mid x) \]
 *
 * <p>Unbiased for the ELBO at every L, so a lower bound on \(\log p_\theta(x)\) in expectation; the
 * variance of its first term falls as 1/L. Needs a closed-form KL for the pair of posterior and
 * prior.
 *
 * <p>Source: Kingma and Welling (2014), eq. 10.
 */
public record Elbo(Spec spec) implements Estimator {

  @Describe(
      value = "Evidence lower bound: closed-form KL, L draws of the reconstruction term.",
      source = "Kingma and Welling (2014), eq. 10")
  public record Spec(
      @Default("1") @Describe("L, draws of z for each example, at least 1") int samples)
      implements Estimator.Spec {

    public Spec {
      Require.atLeast("samples", samples, 1);
    }
  }

  @Override
  public Claim claim() {
    return Claim.ofElbo("ELBO with closed-form KL");
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Posterior q = encoder.encode(x); // batch [B], event [m]
    Draws draws = q.draw(spec.samples(), key); // z [L, B, m]
    Tensor distortion = p.distortion(x, draws); // [B]
    Tensor rate = Kl.closedForm(q, p.prior()); // [B]
    return Estimate.ofElbo(distortion, rate);
  }
}
