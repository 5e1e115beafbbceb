package vae.models.estimator;

import vae.core.model.Estimator;
import vae.core.model.EstimatorContract;

final class FreeBitsTest extends EstimatorContract {

  @Override
  protected Estimator estimator() {
    return new FreeBits(new FreeBits.Spec(0.5, 2));
  }

  /** Small rates are not pressed. */
  @Override
  protected boolean surrogateAscendsTheBound() {
    return false;
  }
}
