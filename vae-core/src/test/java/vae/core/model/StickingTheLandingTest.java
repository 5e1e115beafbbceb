package vae.core.model;

/** Its surrogate is not its bound. */
final class StickingTheLandingTest extends EstimatorContract {

  @Override
  protected Estimator estimator() {
    return ToyEstimators.stickingTheLanding();
  }
}
