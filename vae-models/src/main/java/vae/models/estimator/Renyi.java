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
import vae.core.spec.SpecException;

/**
 * Rényi's α-divergence bound with K samples.
 *
 * <p>\[ \mathcal L_\alpha(x) = \frac{1}{1-\alpha} \log \frac1K \sum_k w_k^{1-\alpha} \]
 *
 * <p>α = 0 is the importance-weighted bound; α → 1 is the ELBO, for which take {@link
 * ElboMonteCarlo}. For α ≥ 0 it is a lower bound for every K. For α &lt; 0 the limit K → ∞ is an
 * upper bound and finite K pulls it down: nothing is claimed.
 *
 * <p>Source: Li and Turner (2016), eq. 6.
 */
public record Renyi(Spec spec) implements Estimator {

  @Describe(
      value = "Renyi alpha-divergence bound with K samples.",
      source = "Li and Turner (2016), eq. 6")
  public record Spec(
      @Default("0.5") @Describe("order of the divergence, finite and not 1; 0 is the IWAE bound")
          double alpha,
      @Default("50") @Describe("K, samples of z for each example, at least 1") int samples)
      implements Estimator.Spec {

    public Spec {
      Require.finite("alpha", alpha);
      if (alpha == 1) {
        throw new SpecException(
            "alpha", "a number other than 1", "1", "Its limit at 1 is the ELBO: elbo-mc.");
      }
      Require.atLeast("samples", samples, 1);
    }
  }

  @Override
  public Claim claim() {
    return new Claim(
        new Quantity(
            "renyi",
            "Rényi (α = %s, K = %d)".formatted(spec.alpha(), spec.samples()),
            Quantity.Unit.NATS,
            spec.alpha() < 0 ? Quantity.Better.NEITHER : Quantity.Better.LARGER,
            Quantity.Shown.EVERYWHERE),
        "Renyi bound of order " + spec.alpha(),
        spec.alpha() < 0 ? Claim.Direction.NONE : Claim.Direction.LOWER,
        "finite K moves it towards the ELBO",
        true);
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Draws draws = encoder.encode(x).draw(spec.samples(), key); // z [K, B, m]
    Tensor powers = p.logWeights(x, draws).multiply(1 - spec.alpha()); // [K, B]
    Tensor bound = powers.logMeanExp(Distribution.SAMPLE).multiply(1 / (1 - spec.alpha())); // [B]
    return Estimate.ofBound(bound);
  }
}
