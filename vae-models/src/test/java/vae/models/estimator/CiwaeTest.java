package vae.models.estimator;

import vae.core.model.Estimator;
import vae.core.model.EstimatorContract;

final class CiwaeTest extends EstimatorContract {

  @Override
  protected Estimator estimator() {
    return new Ciwae(new Ciwae.Spec(3, 0.4));
  }
}
