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
 * The mean of M importance-weighted bounds with K samples each.
 *
 * <p>\[ \frac1M \sum_{m=1}^M \log \frac1K \sum_{k=1}^K w_{m,k} \]
 *
 * <p>K tightens the bound, M lowers the variance of its gradient.
 *
 * <p>Source: Rainforth et al. (2018), eq. 11.
 */
public record Miwae(Spec spec) implements Estimator {

  @Describe(
      value = "Mean of M importance-weighted bounds with K samples each.",
      source = "Rainforth et al. (2018), eq. 11")
  public record Spec(
      @Default("8") @Describe("M, bounds that are averaged, at least 1") int groups,
      @Default("8") @Describe("K, samples of z in each, at least 1") int samples)
      implements Estimator.Spec {

    public Spec {
      Require.atLeast("groups", groups, 1);
      Require.atLeast("samples", samples, 1);
      Require.product("samples", samples, "groups", groups);
    }
  }

  @Override
  public Claim claim() {
    return new Claim(
        Quantity.bound("miwae", "MIWAE (M = %d, K = %d)".formatted(spec.groups(), spec.samples())),
        "mean of importance-weighted bounds",
        Claim.Direction.LOWER,
        "that of the importance-weighted bound with K samples",
        true);
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Draws draws = encoder.encode(x).draw(spec.groups() * spec.samples(), key); // z [M K, B, m]
    Tensor logWeights = p.logWeights(x, draws); // [M K, B]
    int batch = logWeights.shape().extent(1);
    Tensor grouped = logWeights.reshape(spec.groups(), spec.samples(), batch); // [M, K, B]
    return Estimate.ofBound(grouped.logMeanExp(1).mean(Distribution.SAMPLE)); // [B]
  }
}
