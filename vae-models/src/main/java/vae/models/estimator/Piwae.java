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
import vae.core.model.Surrogate;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * Importance weighting in part: the model ascends the bound of all M·K samples, the encoder the
 * mean of M bounds with K samples each, of the same draws.
 *
 * <p>\[ \nabla_\theta: \ \log \frac1{MK} \sum_{m,k} w_{m,k}, \qquad \nabla_\phi: \ \frac1M \sum_m
 * \log \frac1K \sum_k w_{m,k} \]
 *
 * <p>The model gains from a tight bound, the encoder loses its signal in one. The bound of all M·K
 * samples, which the model is trained on and which is the tighter, is what is reported: with the
 * noise of {@link Iwae} with as many samples, so that the two compare draw by draw. Runs the
 * decoder twice.
 *
 * <p>Source: Rainforth et al. (2018), PIWAE.
 */
public record Piwae(Spec spec) implements Estimator {

  @Describe(
      value = "Model trained on the IWAE bound of M K samples, encoder on M bounds of K each.",
      source = "Rainforth et al. (2018), PIWAE")
  public record Spec(
      @Default("8") @Describe("M, bounds that are averaged for the encoder, at least 1") int groups,
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
        Quantity.bound("iwae", "IWAE (K = %d)".formatted(spec.groups() * spec.samples())),
        "importance-weighted bound for the model, mean of smaller ones for the encoder",
        Claim.Direction.UNBIASED,
        "below log p(x) by a gap that closes as 1/(M K)",
        true);
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Draws draws = encoder.encode(x).draw(spec.groups() * spec.samples(), key); // z [M K, B, m]
    Tensor logWeights = p.frozen().logWeights(x, draws); // [M K, B], of φ alone
    int batch = logWeights.shape().extent(1);
    Tensor grouped = logWeights.reshape(spec.groups(), spec.samples(), batch); // [M, K, B]
    Tensor encoderTerm = grouped.logMeanExp(1).mean(Distribution.SAMPLE); // [B]
    Tensor weights = logWeights.detach().softmax(Distribution.SAMPLE); // [M K, B]
    Tensor joint = p.logJoint(x, draws.z().detach()); // [M K, B], of θ alone
    Tensor modelTerm = weights.multiply(joint).sum(Distribution.SAMPLE); // [B]
    return Estimate.ofBound(logWeights.detach().logMeanExp(Distribution.SAMPLE))
        .trainedOn(new Surrogate(encoderTerm.add(modelTerm)));
  }
}
