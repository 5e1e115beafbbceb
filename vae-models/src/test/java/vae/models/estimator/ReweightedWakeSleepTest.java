package vae.models.estimator;

import vae.core.model.Estimator;
import vae.core.model.EstimatorContract;

final class ReweightedWakeSleepTest extends EstimatorContract {

  @Override
  protected Estimator estimator() {
    return new ReweightedWakeSleep(new ReweightedWakeSleep.Spec(3));
  }

  /** The encoder follows the other divergence. */
  @Override
  protected boolean surrogateAscendsTheBound() {
    return false;
  }
}
