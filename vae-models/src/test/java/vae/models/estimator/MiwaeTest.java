package vae.models.estimator;

import vae.core.model.Estimator;
import vae.core.model.EstimatorContract;

final class MiwaeTest extends EstimatorContract {

  @Override
  protected Estimator estimator() {
    return new Miwae(new Miwae.Spec(2, 3));
  }
}
