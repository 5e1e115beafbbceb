package vae.models.estimator;

import vae.autodiff.random.Key;
import vae.autodiff.tape.RowSums;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.HasMean;
import vae.core.distribution.MisfitException;
import vae.core.model.Claim;
import vae.core.model.Encoder;
import vae.core.model.Estimate;
import vae.core.model.Estimator;
import vae.core.model.GenerativeModel;
import vae.core.model.Surrogate;
import vae.core.spec.Describe;

/**
 * The plain auto-encoder: squared error of the reconstruction from the posterior's mean.
 *
 * <p>\[ -\lVert g(h(x)) - x \rVert^2, \qquad h(x) = \mathbb E_q z, \ g(z) = \mathbb E\, p(x \mid z)
 * \]
 *
 * <p>The baseline without noise or prior. Nothing bounds log p(x); on held-out data the ELBO of the
 * untrained scatter is reported beside it, which is poor by design.
 */
public record AutoEncoder(Spec spec) implements Estimator {

  @Describe(
      value = "Plain auto-encoder: squared error from the mean code; the baseline.",
      source = "")
  public record Spec() implements Estimator.Spec {}

  @Override
  public Claim claim() {
    return Claim.ofNoBound(
        "negative squared error of the reconstruction", "no samples are drawn", true);
  }

  @Override
  public Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key) {
    p.requireComplete(
        "measures the squared error of every value, and some are missing",
        "Take the estimator \"elbo\" or \"iwae\", which bound log p of the known values.");
    if (!(encoder.encode(x) instanceof HasMean code)) {
      throw new MisfitException(
          "needs a posterior whose mean is known",
          "Take posterior \"diagonal\", or the estimator \"elbo-mc\", which needs only draws.");
    }
    Tensor z = code.mean(); // [B, m]
    Tensor error = RowSums.squaredDistance(p.likelihood(z).mean(), x); // [B]
    return Estimate.ofSurrogate(new Surrogate(error.negate()));
  }
}
