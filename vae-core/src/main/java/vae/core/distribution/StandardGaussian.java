package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * The standard normal distribution \(\mathcal N(0, I_m)\).
 *
 * <p>\[ \log p(z) = -\tfrac12 \lVert z \rVert^2 - \tfrac m2 \log 2\pi \]
 *
 * <p>Batch [], event [m].
 *
 * @param size m ≥ 1
 */
public record StandardGaussian(Tape tape, int size)
    implements VectorDistribution, HasDensity, HasMean, HasMarginals, HasEntropy {

  /** \(\log 2\pi\). */
  public static final double LOG_TWO_PI = 1.8378770664093454836;

  /**
   * @throws IllegalArgumentException where it is not
   */
  public StandardGaussian {
    size = Arguments.atLeast("size", size, 1);
  }

  @Override
  public Shape rows() {
    return Shape.of(size);
  }

  /** z [S, m]: sample s is drawn for the key's row 0. */
  @Override
  public Draws draw(int samples, Key key) {
    Tensor z = tape.normal(key, Shape.of(samples, 1, size)).reshape(samples, size);
    return Draws.of(this, z);
  }

  @Override
  public Tensor logProb(Tensor z) {
    return z.square().sum(-1).multiply(-0.5).add(-0.5 * size * LOG_TWO_PI);
  }

  @Override
  public Tensor mean() {
    return tape.full(rows(), 0);
  }

  @Override
  public DiagonalGaussian marginals() {
    return new DiagonalGaussian(mean(), mean());
  }

  /** \(\tfrac m2 (1 + \log 2\pi)\). */
  @Override
  public Tensor entropy() {
    return tape.scalar(0.5 * size * (1 + LOG_TWO_PI));
  }
}
