package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;

/**
 * Independent Laplace variables with one scale, \(\mathrm{Laplace}(f_j, b)\).
 *
 * <p>\[ \log p(x) = -\frac1b \sum_j |x_j - f_j| - d \log 2b \]
 *
 * <p>The variance of each coordinate is 2b². Batch [*S, B], event [d].
 *
 * @param mean f [*S, B, d]
 * @param logScale log b, a scalar
 */
public record Laplace(Tensor mean, Tensor logScale) implements Observation, HasEntropy {

  private static final double LOG_TWO = 0.69314718055994530942;

  /** Half a step of the uniform noise: puts it into the open interval, symmetric about ½. */
  private static final double HALF_STEP = 0x1p-25;

  public Laplace {
    mean = Arguments.rows("mean", mean);
    logScale = Arguments.shaped("logScale", logScale, Shape.SCALAR);
  }

  @Override
  public Shape rows() {
    return mean.shape();
  }

  /** By inversion: \(f - b\,\mathrm{sgn}(v) \log(1 - 2|v|)\) with v uniform on (−½, ½). */
  @Override
  public Draws draw(int samples, Key key) {
    Tensor uniform = BatchNoise.uniform(mean.tape(), key, samples, mean.shape());
    Tensor v = uniform.add(-0.5).add(HALF_STEP);
    Tensor sign = v.greaterThan(mean.tape().scalar(0)).multiply(2).add(-1);
    Tensor noise = v.abs().multiply(-2).log1p().multiply(sign).negate();
    return Draws.of(this, noise.multiply(logScale.exp()).add(mean));
  }

  @Override
  public Tensor logProbEach(Tensor x) {
    Tensor distance = x.subtract(mean).abs();
    return distance.multiply(logScale.negate().exp()).add(logScale).negate().add(-LOG_TWO);
  }

  @Override
  public Tensor logProb(Tensor x) {
    int d = size();
    Tensor distance = x.subtract(mean).abs().sum(-1);
    return distance
        .multiply(logScale.negate().exp())
        .add(logScale.multiply(d))
        .negate()
        .add(-d * LOG_TWO);
  }

  /** \(d (1 + \log 2b)\) → [*S, B]. */
  @Override
  public Tensor entropy() {
    int d = size();
    return logScale.multiply(d).add(d * (1 + LOG_TWO)).broadcastTo(batchShape());
  }
}
