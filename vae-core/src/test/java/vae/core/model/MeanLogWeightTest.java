package vae.core.model;

final class MeanLogWeightTest extends EstimatorContract {

  @Override
  protected Estimator estimator() {
    return ToyEstimators.meanLogWeight();
  }
}
