package vae.models.estimator;

import vae.core.model.Estimator;
import vae.core.model.EstimatorContract;

final class IwaeTest extends EstimatorContract {

  @Override
  protected Estimator estimator() {
    return new Iwae(new Iwae.Spec(3));
  }
}
