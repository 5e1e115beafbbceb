package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;

/**
 * Gaussians with one variance for each dimension, the same for the whole batch, \(\mathcal N(f,
 * \mathrm{diag}\,\sigma^2)\).
 *
 * <p>\[ \log p(x) = -\tfrac12 \sum_j \Bigl( \frac{x_j - f_j}{\sigma_j} \Bigr)^2 - \sum_j \log
 * \sigma_j - \tfrac d2 \log 2\pi \]
 *
 * <p>Batch [*S, B], event [d].
 */
public final class HeteroscedasticGaussian implements Reparameterised, HasEntropy {

  private final Tensor mean;
  private final Tensor logDeviation;

  /**
   * @param mean f [*S, B, d]
   * @param logDeviation log σ [d], any real numbers
   */
  public HeteroscedasticGaussian(Tensor mean, Tensor logDeviation) {
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
    return noise.multiply(logDeviation.exp()).add(mean);
  }

  /** Data x [B, d], repeated over the samples of the batch, or draws x [S', *S, B, d]. */
  @Override
  public Tensor logProb(Tensor x) {
    int d = mean.shape().extent(-1);
    return x.subtract(mean)
        .multiply(logDeviation.negate().exp())
        .square()
        .sum(-1)
        .multiply(-0.5)
        .subtract(logDeviation.sum())
        .add(-0.5 * d * StandardGaussian.LOG_TWO_PI);
  }

  @Override
  public Tensor mean() {
    return mean;
  }

  /** \(\sum_j \log \sigma_j + \tfrac d2 (1 + \log 2\pi)\) → [*S, B]. */
  @Override
  public Tensor entropy() {
    double constant = 0.5 * mean.shape().extent(-1) * (1 + StandardGaussian.LOG_TWO_PI);
    return logDeviation.sum().add(constant).broadcastTo(batchShape());
  }
}
