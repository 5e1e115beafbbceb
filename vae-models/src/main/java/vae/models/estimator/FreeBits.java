package vae.models.estimator;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Draws;
import vae.core.distribution.Kl;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.core.distribution.StandardGaussian;
import vae.core.model.Claim;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;
import vae.core.model.Surrogate;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Require;

/**
 * The ELBO, trained without pressure on coordinates whose rate is already small.
 *
 * <p>\[ -\text{distortion}(x) - \sum_j \max\Bigl(\lambda, \frac1B \sum_b \mathrm{KL}_j(x_b)\Bigr)
 * \]
 *
 * <p>λ in nats for each latent coordinate, compared with the minibatch's mean. The surrogate is not
 * a bound that could be reported; the ELBO is. Needs a diagonal posterior and the standard normal
 * prior, whose KL is a sum over coordinates.
 *
 * <p>Source: Kingma et al. (2016), eq. 15.
 */
public record FreeBits(Spec spec) implements Estimator {

  @Describe(
      value = "ELBO trained with a floor on the rate of each latent coordinate.",
      source = "Kingma et al. (2016), eq. 15")
  public record Spec(
      @Default("0.1") @Describe("nats that each latent coordinate may spend freely, at least 0")
          double lambda,
      @Default("1") @Describe("L, draws of z for each example, at least 1") int samples)
      implements Estimator.Spec {

    public Spec {
      Require.nonNegative("lambda", lambda);
      Require.atLeast("samples", samples, 1);
    }
  }

  @Override
  public Claim claim() {
    return Claim.ofElbo("ELBO with a floor under each coordinate's rate");
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Posterior q = encoder.encode(x); // batch [B], event [m]
    if (!(q instanceof DiagonalGaussian diagonal && p.prior() instanceof StandardGaussian)) {
      throw new MisfitException(
          "needs a rate that is a sum over latent coordinates",
          "Take posterior \"diagonal\" and prior \"standard-normal\".");
    }
    Draws draws = q.draw(spec.samples(), key); // z [L, B, m]
    Tensor distortion = p.distortion(x, draws); // [B]
    Tensor rates = Kl.perDimension(diagonal); // [B, m]
    Tensor rate = rates.sum(-1); // [B]
    Tensor floor = x.tape().scalar(spec.lambda());
    Tensor floored = rates.mean(0).maximum(floor).sum(); // []
    return Estimate.ofElbo(distortion, rate)
        .trainedOn(new Surrogate(distortion.add(floored).negate()));
  }
}
