package vae.models.estimator;

import vae.core.model.Estimator;
import vae.core.model.EstimatorContract;

final class DregTest extends EstimatorContract {

  @Override
  protected Estimator estimator() {
    return new Dreg(new Dreg.Spec(3));
  }

  /** Its bound is held constant; GradientsOfEstimatorsTest compares it with that of Iwae. */
  @Override
  protected boolean surrogateAscendsTheBound() {
    return false;
  }
}
