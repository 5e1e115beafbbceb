package vae.core.model;

final class ImportanceWeightTest extends EstimatorContract {

  @Override
  protected Estimator estimator() {
    return ToyEstimators.importance();
  }
}
