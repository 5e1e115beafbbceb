package vae.models.estimator;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Draws;
import vae.core.distribution.HasDensity;
import vae.core.distribution.Kl;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
import vae.core.model.Claim;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;
import vae.core.model.Quantity;
import vae.core.model.Surrogate;
import vae.core.spec.Default;
import vae.core.spec.Describe;
import vae.core.spec.Domain;
import vae.core.spec.Require;
import vae.core.spec.SpecException;

/**
 * The ELBO with less weight on its rate and a penalty on how far all codes together are from the
 * prior (InfoVAE); at α = 1 a Wasserstein auto-encoder with the same penalty (WAE-MMD).
 *
 * <p>\[ -\text{distortion}(x) - (1 - \alpha)\, \mathrm{KL}\bigl(q_\phi(z \mid x) \,\|\, \pi\bigr) -
 * (\alpha + \lambda - 1)\, \mathrm{MMD}^2\bigl(q(z), \pi\bigr) \]
 *
 * <p>MMD² is {@link MaximumMeanDiscrepancy}'s unbiased estimate from the minibatch's draws and as
 * many of the prior, for each of the L draws; draws of the prior are held constant, so that a
 * learned prior learns from the rate alone. WAE weighs a squared error: its λ is 2σ² of ours with
 * Gaussian observations of fixed σ. The surrogate is no bound; the ELBO is what is reported, with
 * the KL in closed form where there is one. Costs L B² (m + 1) operations.
 *
 * <p>Source: Zhao, Song and Ermon (2019); Tolstikhin, Bousquet, Gelly and Schölkopf (2018),
 * algorithm 2.
 */
public record Info(Spec spec) implements Estimator {

  @Describe(
      value = "ELBO with less weight on its rate and an MMD from all codes to the prior; WAE-MMD.",
      source =
          "Zhao, Song and Ermon (2019); Tolstikhin, Bousquet, Gelly and Schölkopf (2018),"
              + " algorithm 2")
  public record Spec(
      @Default("1.0") @Describe("1 - alpha is the weight of the rate, at most 1; 1 is WAE-MMD")
          double alpha,
      @Default("10.0") @Describe("alpha + lambda - 1 is the weight of the MMD, at least 0")
          double lambda,
      @Default("\"inverse-multiquadratic\"")
          @Describe("inverse-multiquadratic: C / (C + d^2); gaussian: exp(-d^2 / C)")
          MaximumMeanDiscrepancy.Kernel kernel,
      @Default("1.0") @Describe("s in C = 2 m s^2, m the latent size, above 0") double bandwidth,
      @Default("1") @Describe("L, draws of z for each example, at least 1") int samples)
      implements Estimator.Spec {

    public Spec {
      Require.finite("alpha", alpha);
      Require.finite("lambda", lambda);
      if (alpha > 1) {
        throw new SpecException(
            "alpha",
            "a number of at most 1",
            "" + alpha,
            "Above it the rate would be rewarded.",
            new Domain.Interval(Double.NEGATIVE_INFINITY, 1, false));
      }
      if (alpha + lambda < 1) {
        throw new SpecException(
            "lambda", "at least 1 - alpha", "" + lambda, "Below it the MMD would be rewarded.");
      }
      Require.positive("bandwidth", bandwidth);
      Require.atLeast("samples", samples, 1);
    }
  }

  private static final Quantity DISCREPANCY =
      new Quantity(
          "minibatch-mmd2",
          "MMD² of codes and prior, minibatch estimate",
          Quantity.Unit.NUMBER,
          Quantity.Better.NEITHER,
          Quantity.Shown.DETAILS);

  @Override
  public Claim claim() {
    return new Claim(
        Quantity.ELBO,
        "ELBO with less weight on its rate and an MMD to the prior",
        Claim.Direction.LOWER,
        "unbiased for the ELBO at every L",
        true,
        Quantity.RATE,
        Quantity.DISTORTION,
        DISCREPANCY);
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Posterior q = encoder.encode(x); // batch [B], event [m]
    Draws draws = q.draw(spec.samples(), key); // z [L, B, m]
    if (spec.alpha() == 1 && isLearned(p.prior(), draws.z().detach())) {
      throw new MisfitException(
          "gives a prior nothing to learn from at alpha 1",
          "Take the prior \"standard-normal\", or an alpha below 1.");
    }
    Tensor distortion = p.distortion(x, draws); // [B]
    Tensor rate = Kl.find(q, p.prior()).orElseGet(() -> p.rate(draws)); // [B]
    Tensor discrepancy = discrepancy(p.prior(), draws.z(), key.fold("prior")); // []
    Tensor weighted =
        distortion
            .add(rate.multiply(1 - spec.alpha()))
            .add(discrepancy.multiply(spec.alpha() + spec.lambda() - 1));
    return Estimate.ofElbo(distortion, rate)
        .with(DISCREPANCY, discrepancy.broadcastTo(rate.shape()))
        .trainedOn(new Surrogate(weighted.negate()));
  }

  private static boolean isLearned(HasDensity prior, Tensor z) {
    return z.tape().isDifferentiable(prior.logProb(z));
  }

  /** Of z [L, B, m] and as many draws of the prior → the mean over L. */
  private Tensor discrepancy(HasDensity prior, Tensor z, Key key) {
    Shape shape = z.shape();
    int rows = prior.batchShape().size();
    int count = shape.extent(0) * shape.extent(1) / rows;
    Tensor drawn = prior.draw(count, key).z().detach().reshape(shape);
    return new MaximumMeanDiscrepancy(
            spec.kernel(), 2 * shape.extent(-1) * spec.bandwidth() * spec.bandwidth())
        .between(z, drawn)
        .mean();
  }
}
