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
 * The importance-weighted bound with doubly reparameterised gradients for the encoder.
 *
 * <p>\[ \nabla_\phi: \ \sum_k \tilde w_k^2 \, \frac{\partial \log w_k}{\partial z_k} \nabla_\phi
 * z_k, \qquad \nabla_\theta: \ \sum_k \tilde w_k \nabla_\theta \log p_\theta(x, z_k) \]
 *
 * <p>with normalised weights \(\tilde w\) held constant. Unbiased for the gradient of {@link
 * Iwae}'s bound; its signal does not fade with K, and it is 0 at the true posterior. Runs the
 * decoder twice.
 *
 * <p>Source: Tucker, Lawson, Gu and Maddison (2019), eq. 10.
 */
public record Dreg(Spec spec) implements Estimator {

  @Describe(
      value = "Importance-weighted bound, doubly reparameterised gradient for the encoder.",
      source = "Tucker, Lawson, Gu and Maddison (2019), eq. 10")
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
        "importance-weighted bound, doubly reparameterised",
        Claim.Direction.UNBIASED,
        "below log p(x) by a gap that closes as 1/K",
        true);
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Draws draws = encoder.encode(x).draw(spec.samples(), key); // z [K, B, m]
    Tensor path = p.frozen().logWeights(x, draws.stopGradient()); // [K, B], through z to φ
    Tensor weights = path.softmax(Distribution.SAMPLE).detach(); // [K, B]
    Tensor encoderTerm = weights.square().multiply(path).sum(Distribution.SAMPLE); // [B]
    Tensor joint = p.logJoint(x, draws.z().detach()); // [K, B]
    Tensor modelTerm = weights.multiply(joint).sum(Distribution.SAMPLE); // [B]
    return Estimate.ofBound(path.detach().logMeanExp(Distribution.SAMPLE))
        .trainedOn(new Surrogate(encoderTerm.add(modelTerm)));
  }
}
