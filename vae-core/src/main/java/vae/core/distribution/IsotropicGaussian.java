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
 *
 * @param mean f [*S, B, d]
 * @param logDeviation log σ, a scalar
 */
public record IsotropicGaussian(Tensor mean, Tensor logDeviation) implements Observation {

  public IsotropicGaussian {
    mean = Arguments.rows("mean", mean);
    logDeviation = Arguments.shaped("logDeviation", logDeviation, Shape.SCALAR);
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

  @Override
  public Tensor logProbEach(Tensor x) {
    Tensor precision = logDeviation.multiply(-2).exp().multiply(-0.5);
    Tensor normaliser = logDeviation.add(0.5 * StandardGaussian.LOG_TWO_PI);
    return x.subtract(mean).square().multiply(precision).subtract(normaliser);
  }

  @Override
  public Tensor logProb(Tensor x) {
    int d = size();
    Tensor precision = logDeviation.multiply(-2).exp().multiply(-0.5);
    Tensor normaliser = logDeviation.multiply(-d).add(-0.5 * d * StandardGaussian.LOG_TWO_PI);
    Tensor squares =
        areDraws(x) ? x.subtract(mean).square().sum(-1) : RowSums.squaredDistance(mean, x);
    return squares.multiply(precision).add(normaliser);
  }
}
