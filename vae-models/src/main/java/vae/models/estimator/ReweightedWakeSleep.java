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
 * Reweighted wake-sleep with wake updates for both halves.
 *
 * <p>\[ \nabla_\theta: \ \sum_k \tilde w_k \nabla_\theta \log p_\theta(x, z_k), \qquad \nabla_\phi:
 * \ \sum_k \tilde w_k \nabla_\phi \log q_\phi(z_k \mid x) \]
 *
 * <p>with normalised weights and samples held constant. The encoder follows
 * \(\mathrm{KL}(p_\theta(z \mid x) \,\|\, q_\phi)\), not the ELBO; samples need not be
 * reparameterised. Biased for finite K. The bound is the importance-weighted one.
 *
 * <p>Source: Bornschein and Bengio (2015), section 3, with wake updates of φ.
 */
public record ReweightedWakeSleep(Spec spec) implements Estimator {

  @Describe(
      value = "Reweighted wake-sleep, wake updates for model and encoder.",
      source = "Bornschein and Bengio (2015), section 3")
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
        "self-normalised importance sampling of log p(x, z) and log q(z | x)",
        Claim.Direction.UNBIASED,
        "gradients are biased by self-normalisation, as 1/K",
        false);
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Draws draws = encoder.encode(x).draw(spec.samples(), key).detached(); // z [K, B, m]
    Tensor joint = p.logJoint(x, draws.z()); // [K, B]
    Tensor density = draws.logProb(); // [K, B]
    Tensor logWeights = joint.subtract(density).detach(); // [K, B]
    Tensor weights = logWeights.softmax(Distribution.SAMPLE); // [K, B]
    Tensor both = weights.multiply(joint.add(density)).sum(Distribution.SAMPLE); // [B]
    return Estimate.ofBound(logWeights.logMeanExp(Distribution.SAMPLE))
        .trainedOn(new Surrogate(both));
  }
}
