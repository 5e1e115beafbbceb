package vae.models.estimator;

import vae.core.model.Estimator;
import vae.core.model.EstimatorContract;

final class BetaElboTest extends EstimatorContract {

  @Override
  protected Estimator estimator() {
    return new BetaElbo(new BetaElbo.Spec(2, BetaElbo.Schedule.CONSTANT, 0.5, 4, 2));
  }

  /** The rate counts twice. */
  @Override
  protected boolean surrogateAscendsTheBound() {
    return false;
  }
}
