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
 * A convex combination of the ELBO and the importance-weighted bound on the same samples.
 *
 * <p>\[ \beta \frac1K \sum_k \log w_k + (1 - \beta) \log \frac1K \sum_k w_k \]
 *
 * <p>Keeps the encoder's signal of the ELBO and the tightness of the other. A lower bound for every
 * β in [0, 1].
 *
 * <p>Source: Rainforth et al. (2018), eq. 12.
 */
public record Ciwae(Spec spec) implements Estimator {

  @Describe(
      value = "Convex combination of the ELBO and the importance-weighted bound.",
      source = "Rainforth et al. (2018), eq. 12")
  public record Spec(
      @Default("50") @Describe("K, samples of z for each example, at least 1") int samples,
      @Default("0.5") @Describe("share of the ELBO, 0 to 1") double beta)
      implements Estimator.Spec {

    public Spec {
      Require.atLeast("samples", samples, 1);
      Require.between("beta", beta, 0, 1);
    }
  }

  @Override
  public Claim claim() {
    return new Claim(
        Quantity.bound("ciwae", "CIWAE (K = %d)".formatted(spec.samples())),
        "combination of ELBO and importance-weighted bound",
        Claim.Direction.LOWER,
        "between those of its two parts",
        true);
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Draws draws = encoder.encode(x).draw(spec.samples(), key); // z [K, B, m]
    Tensor logWeights = p.logWeights(x, draws); // [K, B]
    Tensor elbo = logWeights.mean(Distribution.SAMPLE).multiply(spec.beta()); // [B]
    Tensor iwae = logWeights.logMeanExp(Distribution.SAMPLE).multiply(1 - spec.beta()); // [B]
    return Estimate.ofBound(elbo.add(iwae));
  }
}
