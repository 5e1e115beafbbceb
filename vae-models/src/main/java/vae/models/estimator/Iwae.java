package vae.models.estimator;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;
import vae.core.distribution.Draws;
import vae.core.model.Claim;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;
import vae.core.model.Quantity;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * Importance-weighted bound with K samples.
 *
 * <p>\[ \mathcal L_K(x) = \log \frac1K \sum_{k=1}^K \frac{p_\theta(x, z_k)}{q_\phi(z_k \mid x)},
 * \qquad z_k \sim q_\phi(z \mid x) \]
 *
 * <p>Its expectation does not fall with K and is at most \(\log p_\theta(x)\); its exponential is
 * unbiased for \(p_\theta(x)\). The encoder's gradient loses its signal as K grows: see {@link
 * Dreg}. What is reported is the bound itself, never the sum of normalised weights times log
 * weights, which has the same gradient and a value up to log K too high.
 *
 * <p>Source: Burda, Grosse and Salakhutdinov (2016), eq. 8.
 */
public record Iwae(Spec spec) implements Estimator {

  @Describe(
      value = "Importance-weighted bound with K samples.",
      source = "Burda, Grosse and Salakhutdinov (2016), eq. 8")
  public record Spec(
      @Default("50") @Describe("K, samples of z for each example, at least 1") int samples)
      implements Estimator.Spec {

    public Spec {
      Require.atLeast("samples", samples, 1);
    }
  }

  @Override
  public Claim claim() {
    return new Claim(
        Quantity.bound("iwae", "IWAE (K = %d)".formatted(spec.samples())),
        "importance-weighted bound",
        Claim.Direction.UNBIASED,
        "below log p(x) by a gap that closes as 1/K",
        true);
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Draws draws = encoder.encode(x).draw(spec.samples(), key); // z [K, B, m]
    Tensor logWeights = p.logWeights(x, draws); // [K, B]
    return Estimate.ofBound(logWeights.logMeanExp(Distribution.SAMPLE)); // [B]
  }
}
