package vae.models.estimator;

import vae.autodiff.random.Key;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Draws;
import vae.core.distribution.HasMean;
import vae.core.distribution.Kl;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Posterior;
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
 * The ELBO with a penalty on how far the codes' covariance is from I: disentangled inferred prior
 * (DIP-VAE I and II).
 *
 * <p>\[ \mathcal L(x) - \lambda_{od} \sum_{i \ne j} C_{ij}^2 - \lambda_d \sum_i (C_{ii} - 1)^2,
 * \qquad C = \mathrm{Cov}_x[\mu(x)] \ \text{(I)}, \quad C = \mathrm{Cov}_x[\mu(x)] + \mathbb E_x
 * [\mathrm{diag}\, \sigma^2(x)] \ \text{(II)} \]
 *
 * <p>C is that of the minibatch (1/B): a batch of one has Cov = 0. The surrogate is no bound; the
 * ELBO is what is reported. I needs a posterior whose mean is known, II a diagonal one, and both a
 * closed-form KL. Batches of fewer examples than latent coordinates have a singular covariance.
 *
 * <p>Source: Kumar, Sattigeri and Balakrishnan (2018), eqs. 6 and 7.
 */
public record Dip(Spec spec) implements Estimator {

  @Describe(
      value = "ELBO with a penalty on the covariance of codes, DIP-VAE I and II.",
      source = "Kumar, Sattigeri and Balakrishnan (2018), eqs. 6 and 7")
  public record Spec(
      @Default("\"i\"") @Describe("i: covariance of the posterior means; ii: of draws")
          Variant variant,
      @Default("10.0")
          @Describe("lambda_od, weight of squared covariances of two coordinates, at least 0")
          double offDiagonal,
      @Default("100.0")
          @Describe(
              "lambda_d, weight of squared distances of variances from 1, at least 0; in the paper"
                  + " 10 lambda_od for i, lambda_od for ii")
          double diagonal,
      @Default("1") @Describe("L, draws of z for each example, at least 1") int samples)
      implements Estimator.Spec {

    public Spec {
      Require.nonNegative("offDiagonal", offDiagonal);
      Require.nonNegative("diagonal", diagonal);
      Require.atLeast("samples", samples, 1);
    }
  }

  /** Whose covariance is held near I. */
  public enum Variant {
    /** That of the posterior means. */
    I,
    /** That of draws: of the means, plus the mean variance. */
    II
  }

  @Override
  public Claim claim() {
    return Claim.ofElbo("ELBO with a penalty on the covariance of codes");
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    Posterior q = encoder.encode(x); // batch [B], event [m]
    Draws draws = q.draw(spec.samples(), key); // z [L, B, m]
    Tensor distortion = p.distortion(x, draws); // [B]
    Tensor rate = Kl.closedForm(q, p.prior()); // [B]
    Tensor penalty = penalty(covariance(q)); // []
    return Estimate.ofElbo(distortion, rate)
        .trainedOn(new Surrogate(distortion.add(rate).add(penalty).negate()));
  }

  /** C, [m, m]. */
  private Tensor covariance(Posterior q) {
    if (!(q instanceof HasMean known)) {
      throw new MisfitException(
          "needs a posterior whose mean is known",
          "Take a Gaussian posterior, such as \"diagonal\".");
    }
    Tensor mean = known.mean(); // [B, m]
    Tensor centred = mean.subtract(mean.mean(0));
    Tensor ofMeans = centred.matmul(true, centred, false).multiply(1.0 / mean.shape().extent(0));
    if (spec.variant() == Variant.I) {
      return ofMeans;
    }
    if (!(q instanceof DiagonalGaussian diagonal)) {
      throw new MisfitException(
          "needs a posterior with independent coordinates for the variant \"ii\"",
          "Take posterior \"diagonal\", or the variant \"i\".");
    }
    Tensor variance = diagonal.logDeviation().multiply(2).exp().mean(0); // [m]
    return ofMeans.add(variance.multiply(diagonal(variance, 1, 0)));
  }

  private Tensor penalty(Tensor covariance) {
    Tensor distance = covariance.subtract(diagonal(covariance, 1, 0));
    return distance
        .square()
        .multiply(diagonal(covariance, spec.diagonal(), spec.offDiagonal()))
        .sum();
  }

  /** A matrix with one number on its diagonal and another beside it, [m, m]. */
  private static Tensor diagonal(Tensor like, double on, double beside) {
    return LinearAlgebra.diagonal(like.tape(), like.shape().extent(-1), on, beside);
  }
}
