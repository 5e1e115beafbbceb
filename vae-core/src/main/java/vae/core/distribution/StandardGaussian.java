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
 */
public final class StandardGaussian implements Reparameterised, HasEntropy {

  /** \(\log 2\pi\). */
  static final double LOG_TWO_PI = 1.8378770664093454836;

  private final Tape tape;
  private final int size;

  /**
   * @param size m ≥ 1
   */
  public StandardGaussian(Tape tape, int size) {
    this.tape = tape;
    this.size = size;
  }

  @Override
  public Shape batchShape() {
    return Shape.SCALAR;
  }

  @Override
  public Shape eventShape() {
    return Shape.of(size);
  }

  /** [S, m]: sample s is drawn for the key's row 0. */
  @Override
  public Tensor sample(int samples, Key key) {
    return tape.normal(key, Shape.of(samples, 1, size)).reshape(samples, size);
  }

  @Override
  public Tensor logProb(Tensor z) {
    return z.square().sum(-1).multiply(-0.5).add(-0.5 * size * LOG_TWO_PI);
  }

  @Override
  public Tensor mean() {
    return tape.full(eventShape(), 0);
  }

  /** \(\tfrac m2 (1 + \log 2\pi)\). */
  @Override
  public Tensor entropy() {
    return tape.scalar(0.5 * size * (1 + LOG_TWO_PI));
  }
}
