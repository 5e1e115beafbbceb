package vae.models.estimator;

import vae.autodiff.random.Key;
import vae.autodiff.tape.RowSums;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Distribution;
import vae.core.distribution.IsotropicGaussian;
import vae.core.distribution.Kl;
import vae.core.distribution.MisfitException;
import vae.core.distribution.Observation;
import vae.core.distribution.Posterior;
import vae.core.distribution.StandardGaussian;
import vae.core.model.Claim;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;
import vae.core.model.Quantity;
import vae.core.model.Surrogate;
import vae.core.spec.Describe;

/**
 * The practical loss J with one draw of z.
 *
 * <p>\[ J(x) = \lVert x - f(\tilde z) \rVert^2 + \sigma_{\mathrm{dec}}^2 \bigl( \lVert\mu\rVert^2 +
 * \lVert\sigma\rVert^2 - 2 \cdot 1^\top \log\sigma \bigr) = -2\sigma_{\mathrm{dec}}^2 \mathcal
 * L_1(x) - d\,\sigma_{\mathrm{dec}}^2 \log(2\pi\sigma_{\mathrm{dec}}^2) +
 * m\,\sigma_{\mathrm{dec}}^2 \]
 *
 * <p>It has the ELBO's minimiser for a fixed σ_dec, with gradients scaled by 2σ_dec². It may be
 * trained on, and is never reported: its value cannot be compared between different σ_dec, and it
 * is no loss for learning σ_dec. The ELBO of the same draw is reported. Needs a diagonal posterior,
 * the standard normal prior and a Gaussian likelihood of fixed noise.
 */
public record NoteLoss(Spec spec) implements Estimator {

  @Describe(
      value = "Squared error plus weighted KL: trains like the ELBO, is never reported as a bound.",
      source = "")
  public record Spec() implements Estimator.Spec {}

  @Override
  public Claim claim() {
    return new Claim(
        Quantity.ELBO,
        "-J: squared error plus sigma_dec^2 times twice the KL, up to a constant",
        Claim.Direction.LOWER,
        "unbiased for the ELBO",
        true,
        Quantity.RATE,
        Quantity.DISTORTION);
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    p.requireComplete(
        "measures the squared error of every value, and some are missing",
        "Take the estimator \"elbo\", which has the same minimiser and leaves missing values out.");
    Posterior q = encoder.encode(x); // batch [B], event [m]
    Tensor z = q.draw(1, key).z(); // [1, B, m]
    Observation likelihood = p.likelihood(z);
    if (!(likelihood instanceof IsotropicGaussian gaussian
        && !x.tape().isDifferentiable(gaussian.logDeviation())
        && q instanceof DiagonalGaussian
        && p.prior() instanceof StandardGaussian)) {
      throw new MisfitException(
          "is defined for a diagonal posterior, the standard normal prior and Gaussian observations"
              + " of fixed noise",
          "Take those, or the estimator \"elbo\", which is defined for all.");
    }
    Tensor distortion = gaussian.logProb(x).mean(Distribution.SAMPLE).negate(); // [B]
    Tensor rate = Kl.closedForm(q, p.prior()); // [B]
    Tensor variance = gaussian.logDeviation().multiply(2).exp(); // σ_dec², []
    Tensor error = RowSums.squaredDistance(gaussian.mean(), x).mean(Distribution.SAMPLE); // [B]
    int m = z.shape().extent(-1);
    Tensor loss = error.add(rate.multiply(2).add(m).multiply(variance)); // J, [B]
    return Estimate.ofElbo(distortion, rate).trainedOn(new Surrogate(loss.negate()));
  }
}
