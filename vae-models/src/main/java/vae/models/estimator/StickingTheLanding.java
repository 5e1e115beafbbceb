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
 * The ELBO with the path derivative alone: the score of \(q_\phi\) is left out of its gradient.
 *
 * <p>\[ \nabla_\phi \frac1L \sum_l \log p_\theta(x, z_l) - \log q_{\bar\phi}(z_l \mid x), \qquad
 * z_l = z_\phi(\varepsilon_l), \ \bar\phi \text{ held constant} \]
 *
 * <p>The score has expectation 0, so the gradient stays unbiased; at the true posterior it is 0 for
 * every sample. The bound is the ELBO by Monte Carlo.
 *
 * <p>Source: Roeder, Wu and Duvenaud (2017).
 */
public record StickingTheLanding(Spec spec) implements Estimator {

  @Describe(
      value = "ELBO trained along the path through z alone; no variance at the true posterior.",
      source = "Roeder, Wu and Duvenaud (2017)")
  public record Spec(
      @Default("1") @Describe("L, draws of z for each example, at least 1") int samples)
      implements Estimator.Spec {

    public Spec {
      Require.atLeast("samples", samples, 1);
    }
  }

  @Override
  public Claim claim() {
    return new Claim(
        Quantity.ELBO,
        "ELBO, path derivative for the encoder",
        Claim.Direction.LOWER,
        "unbiased for the ELBO at every L",
        true);
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Draws draws = encoder.encode(x).draw(spec.samples(), key); // z [L, B, m]
    Tensor joint = p.logJoint(x, draws.z()); // [L, B]
    Tensor path = joint.subtract(draws.stopGradient().logProb()).mean(Distribution.SAMPLE); // [B]
    return Estimate.ofBound(joint.subtract(draws.logProb()).mean(Distribution.SAMPLE))
        .trainedOn(new Surrogate(path));
  }
}
