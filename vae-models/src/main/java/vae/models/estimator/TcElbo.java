package vae.models.estimator;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Distribution;
import vae.core.distribution.Draws;
import vae.core.distribution.GaussianPosterior;
import vae.core.distribution.HasDensity;
import vae.core.distribution.Kl;
import vae.core.distribution.MisfitException;
import vae.core.distribution.StandardGaussian;
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
 * The ELBO with the three parts of its rate weighted: mutual information by α, total correlation by
 * β, dimension-wise KL by γ (β-TC-VAE).
 *
 * <p>\[ -\text{distortion}(x) - \alpha \, I_q(x; z) - \beta \, \mathrm{KL}\Bigl(q(z) \,\Big\|\,
 * \prod_j q(z_j)\Bigr) - \gamma \sum_j \mathrm{KL}\bigl(q(z_j) \,\|\, \pi(z_j)\bigr), \qquad q(z) =
 * \frac1N \sum_n q_\phi(z \mid x_n) \]
 *
 * <p>The parts are minibatch estimates, from the log densities of L draws; the N examples are those
 * trained on. Their sum is the rate, so that what weights of 1 share of it is taken in closed form:
 * at α = β = γ = 1 this is {@link Elbo}. Only there is the surrogate a bound; the ELBO is what is
 * reported. Minibatch estimates of a logarithm are biased, the weighted ones by about log N for
 * each density: take the metric {@code code} for values that mean something by themselves. Needs a
 * Gaussian posterior and a prior with independent coordinates; costs L B² m densities.
 *
 * <p>Source: Chen, Li, Grosse and Duvenaud (2018), eq. 4 and appendix C.
 *
 * @param examples N ≥ 1; 0 where it is not known yet
 */
public record TcElbo(Spec spec, int examples) implements Estimator {

  @Describe(
      value =
          "ELBO with its rate's parts weighted: mutual information, total correlation,"
              + " dimension-wise KL; the ELBO is reported.",
      source = "Chen, Li, Grosse and Duvenaud (2018), eq. 4 and appendix C")
  public record Spec(
      @Default("1.0") @Describe("weight of the mutual information, at least 0") double alpha,
      @Default("6.0") @Describe("weight of the total correlation, at least 0") double beta,
      @Default("1.0") @Describe("weight of the dimension-wise KL, at least 0") double gamma,
      @Default("\"stratified\"")
          @Describe("density of all codes from a minibatch's: stratified is unbiased; weighted")
          Sampling sampling,
      @Default("1") @Describe("L, draws of z for each example, at least 1") int samples)
      implements Estimator.Spec {

    public Spec {
      Require.nonNegative("alpha", alpha);
      Require.nonNegative("beta", beta);
      Require.nonNegative("gamma", gamma);
      Require.atLeast("samples", samples, 1);
    }
  }

  /** How a minibatch stands for all N examples in the density q(z). */
  public enum Sampling {
    /** Each of the batch counts 1/(NB): biased, by about −log N, which gradients do not see. */
    WEIGHTED,
    /** The example of a draw counts 1/N, the others share the rest: unbiased for q(z). */
    STRATIFIED
  }

  private static final Quantity INFORMATION =
      part("minibatch-information", "mutual information, minibatch estimate");
  private static final Quantity CORRELATION =
      part("minibatch-total-correlation", "total correlation, minibatch estimate");
  private static final Quantity DIMENSIONS =
      part("minibatch-dimension-kl", "dimension-wise KL, minibatch estimate");

  private static Quantity part(String name, String title) {
    return new Quantity(
        name, title, Quantity.Unit.NATS, Quantity.Better.NEITHER, Quantity.Shown.DETAILS);
  }

  public TcElbo(Spec spec) {
    this(spec, 0);
  }

  @Override
  public TcElbo withExamples(int n) {
    return new TcElbo(spec, n);
  }

  @Override
  public Claim claim() {
    return new Claim(
        Quantity.ELBO,
        "ELBO with weighted mutual information, total correlation and dimension-wise KL",
        Claim.Direction.LOWER,
        "unbiased for the ELBO at every L",
        true,
        Quantity.RATE,
        Quantity.DISTORTION,
        INFORMATION,
        CORRELATION,
        DIMENSIONS);
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    if (examples == 0) {
      throw new IllegalStateException("the number of examples is not known: see withExamples");
    }
    HasDensity prior = p.prior();
    if (!(encoder.encode(x) instanceof GaussianPosterior q && isFactorised(prior))) {
      throw new MisfitException(
          "needs a posterior whose marginals are known, and one prior with independent coordinates",
          "Take a Gaussian posterior, such as \"diagonal\", and the prior \"standard-normal\" or"
              + " \"gaussian\".");
    }
    Draws draws = q.draw(spec.samples(), key); // z [L, B, m]
    Tensor distortion = p.distortion(x, draws); // [B]
    Tensor rate = Kl.closedForm(q, prior); // [B]
    MinibatchMixture all =
        switch (spec.sampling()) {
          case WEIGHTED -> MinibatchMixture.weighted(q, draws.z(), examples);
          case STRATIFIED -> MinibatchMixture.stratified(q, draws.z(), examples);
        };
    Tensor product = all.logMarginals().sum(-1); // [L, B]
    Tensor information = mean(draws.logProb().subtract(all.logJoint()));
    Tensor correlation = mean(all.logJoint().subtract(product));
    Tensor dimensions = mean(product.subtract(prior.logProb(draws.z())));
    Tensor weighted =
        distortion
            .add(rate)
            .add(information.multiply(spec.alpha() - 1))
            .add(correlation.multiply(spec.beta() - 1))
            .add(dimensions.multiply(spec.gamma() - 1));
    return Estimate.ofElbo(distortion, rate)
        .with(INFORMATION, information)
        .with(CORRELATION, correlation)
        .with(DIMENSIONS, dimensions)
        .trainedOn(new Surrogate(weighted.negate()));
  }

  private static boolean isFactorised(HasDensity prior) {
    return prior instanceof StandardGaussian
        || prior instanceof DiagonalGaussian independent && independent.batchShape().rank() == 0;
  }

  private static Tensor mean(Tensor perDraw) {
    return perDraw.mean(Distribution.SAMPLE);
  }
}
