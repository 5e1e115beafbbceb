package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;

/**
 * An observation of which some coordinates are known: the others leave every density.
 *
 * <p>\[ \log p(x_{\mathrm{obs}}) = \sum_j o_j \log p(x_j), \qquad o_j \in \{0, 1\} \]
 *
 * <p>which is the marginal of the known coordinates, as dimensions are independent. Mean and draws
 * are of all coordinates. What x holds where it is missing does not matter as long as it is in the
 * likelihood's domain: NaN times 0 is NaN.
 *
 * <p>Source: Mattei and Frellsen (2019), section 2.
 */
public final class PartialObservation implements Observation {

  private final Observation all;
  private final Tensor observed;

  /**
   * @param all batch [*S, B], event [d]
   * @param observed o [B, d], constant
   */
  public PartialObservation(Observation all, Tensor observed) {
    this.all = all.knowing(observed);
    this.observed = observed;
  }

  @Override
  public Shape rows() {
    return all.rows();
  }

  @Override
  public Draws draw(int samples, Key key) {
    return Draws.of(this, all.draw(samples, key).z());
  }

  @Override
  public Tensor logProbEach(Tensor x) {
    return all.logProbEach(x).multiply(observed);
  }

  @Override
  public Tensor mean() {
    return all.mean();
  }

  @Override
  public boolean isDiscrete() {
    return all.isDiscrete();
  }
}
