package vae.models.wiring;

import vae.core.model.Estimator;
import vae.core.wiring.SlotModule;
import vae.models.estimator.Elbo;

/** The components of slot {@code estimator}. */
public final class EstimatorModule extends SlotModule<Estimator> {

  /** The slot {@code estimator}. */
  public EstimatorModule() {
    super("estimator", Estimator.class, Estimator.Spec.class);
  }

  @Override
  protected void components() {
    component("elbo", Elbo.Spec.class, Elbo.Factory.class);
  }
}
