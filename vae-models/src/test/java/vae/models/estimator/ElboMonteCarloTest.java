package vae.models.estimator;

import vae.core.model.Estimator;
import vae.core.model.EstimatorContract;

final class ElboMonteCarloTest extends EstimatorContract {

  @Override
  protected Estimator estimator() {
    return new ElboMonteCarlo(new ElboMonteCarlo.Spec(2));
  }
}
