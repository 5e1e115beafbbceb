package vae.models.estimator;

import vae.core.model.Estimator;
import vae.core.model.EstimatorContract;

final class RenyiTest extends EstimatorContract {

  @Override
  protected Estimator estimator() {
    return new Renyi(new Renyi.Spec(0.5, 3));
  }
}
