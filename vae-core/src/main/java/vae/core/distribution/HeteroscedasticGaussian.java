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
 *
 * @param mean f [*S, B, d]
 * @param logDeviation log σ [d], any real numbers
 */
public record HeteroscedasticGaussian(Tensor mean, Tensor logDeviation)
    implements Observation, HasEntropy {

  public HeteroscedasticGaussian {
    mean = Arguments.rows("mean", mean);
    logDeviation =
        Arguments.shaped("logDeviation", logDeviation, Shape.of(mean.shape().extent(-1)));
  }

  @Override
  public Shape rows() {
    return mean.shape();
  }

  @Override
  public Draws draw(int samples, Key key) {
    Tensor noise = BatchNoise.normal(mean.tape(), key, samples, mean.shape());
    return Draws.of(this, noise.multiply(logDeviation.exp()).add(mean));
  }

  /** \(((x_j - f_j) / \sigma_j)^2\). */
  private Tensor squares(Tensor x) {
    return x.subtract(mean).multiply(logDeviation.negate().exp()).square();
  }

  @Override
  public Tensor logProbEach(Tensor x) {
    Tensor normaliser = logDeviation.add(0.5 * StandardGaussian.LOG_TWO_PI);
    return squares(x).multiply(-0.5).subtract(normaliser);
  }

  @Override
  public Tensor logProb(Tensor x) {
    return squares(x)
        .sum(-1)
        .multiply(-0.5)
        .subtract(logDeviation.sum())
        .add(-0.5 * size() * StandardGaussian.LOG_TWO_PI);
  }

  /** \(\sum_j \log \sigma_j + \tfrac d2 (1 + \log 2\pi)\) → [*S, B]. */
  @Override
  public Tensor entropy() {
    double constant = 0.5 * size() * (1 + StandardGaussian.LOG_TWO_PI);
    return logDeviation.sum().add(constant).broadcastTo(batchShape());
  }
}
