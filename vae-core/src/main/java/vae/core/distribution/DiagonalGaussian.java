package vae.core.distribution;

import java.util.Optional;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.GaussianRows;
import vae.autodiff.tape.Tensor;

/**
 * Gaussians with diagonal covariance \(\mathcal N(\mu, \mathrm{diag}\,\sigma^2)\).
 *
 * <p>\[ \log q(z) = -\tfrac12 \sum_j \Bigl( \frac{z_j - \mu_j}{\sigma_j} \Bigr)^2 - \sum_j \log
 * \sigma_j - \tfrac m2 \log 2\pi, \qquad z = \mu + \sigma \odot \varepsilon \]
 *
 * <p>Batch [B] as a posterior, batch [] as a prior; event [m].
 */
public final class DiagonalGaussian implements Posterior, HasEntropy {

  private final Tensor mean;
  private final Tensor logDeviation;

  /**
   * @param mean μ [B, m] or [m]
   * @param logDeviation log σ of the same shape, any real numbers
   */
  public DiagonalGaussian(Tensor mean, Tensor logDeviation) {
    this.mean = mean;
    this.logDeviation = logDeviation;
  }

  @Override
  public Shape batchShape() {
    return mean.shape().dropLast(1);
  }

  @Override
  public Shape eventShape() {
    return Shape.of(mean.shape().extent(-1));
  }

  @Override
  public Tensor sample(int samples, Key key) {
    Tensor noise = BatchNoise.normal(mean.tape(), key, samples, mean.shape());
    return GaussianRows.draw(mean, logDeviation, noise);
  }

  @Override
  public Tensor logProb(Tensor z) {
    Tensor standardised = z.subtract(mean).multiply(logDeviation.negate().exp());
    return standardised
        .square()
        .multiply(-0.5)
        .subtract(logDeviation)
        .sum(-1)
        .add(-0.5 * mean.shape().extent(-1) * StandardGaussian.LOG_TWO_PI);
  }

  /** The noise of draws that {@link #sample} made, as they are: not detached. */
  Optional<Tensor> noiseOf(Tensor z) {
    return GaussianRows.noiseOf(mean, logDeviation, z);
  }

  @Override
  public Tensor mean() {
    return mean;
  }

  /** log σ, [B, m] or [m]. */
  public Tensor logDeviation() {
    return logDeviation;
  }

  @Override
  public DiagonalGaussian marginals() {
    return this;
  }

  @Override
  public DiagonalGaussian stopGradient() {
    return new DiagonalGaussian(mean.detach(), logDeviation.detach());
  }

  /** \(\sum_j \log \sigma_j + \tfrac m2 (1 + \log 2\pi)\) → [B] or []. */
  @Override
  public Tensor entropy() {
    double perDimension = 0.5 * (1 + StandardGaussian.LOG_TWO_PI);
    return logDeviation.sum(-1).add(perDimension * mean.shape().extent(-1));
  }
}
