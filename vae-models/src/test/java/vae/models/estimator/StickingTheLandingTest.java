package vae.models.estimator;

import vae.core.model.Estimator;
import vae.core.model.EstimatorContract;

final class StickingTheLandingTest extends EstimatorContract {

  @Override
  protected Estimator estimator() {
    return new StickingTheLanding(new StickingTheLanding.Spec(2));
  }
}
