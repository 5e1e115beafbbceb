package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.RowSums;
import vae.autodiff.tape.Tensor;

/**
 * Gaussians with one variance for all dimensions, \(\mathcal N(f, \sigma^2 I_d)\).
 *
 * <p>\[ \log p(x) = -\frac{\lVert x - f \rVert^2}{2\sigma^2} - \frac d2 \log(2\pi\sigma^2) \]
 *
 * <p>Batch [*S, B], event [d].
 */
public final class IsotropicGaussian implements Reparameterised {

  private final Tensor mean;
  private final Tensor logDeviation;

  /**
   * @param mean f [*S, B, d]
   * @param logDeviation log σ, a scalar
   */
  public IsotropicGaussian(Tensor mean, Tensor logDeviation) {
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

  /**
   * Data x [B, d], a constant repeated over the samples of the batch → [*S, B]; draws x [S', *S, B,
   * d] → [S', *S, B].
   */
  @Override
  public Tensor logProb(Tensor x) {
    int d = mean.shape().extent(-1);
    Tensor precision = logDeviation.multiply(-2).exp().multiply(-0.5);
    Tensor normaliser = logDeviation.multiply(-d).add(-0.5 * d * StandardGaussian.LOG_TWO_PI);
    Tensor squares =
        x.shape().rank() > mean.shape().rank()
            ? x.subtract(mean).square().sum(-1)
            : RowSums.squaredDistance(mean, x);
    return squares.multiply(precision).add(normaliser);
  }

  @Override
  public Tensor mean() {
    return mean;
  }

  /** log σ, a scalar. */
  public Tensor logDeviation() {
    return logDeviation;
  }
}
