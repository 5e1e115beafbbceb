package vae.experiments.study;

import vae.core.wiring.SlotModule;

/** The components of slot {@code experiment}. */
public final class ExperimentModule extends SlotModule<Experiment> {

  /** The slot {@code experiment}. */
  public ExperimentModule() {
    super("experiment", Experiment.class, Experiment.Spec.class);
  }

  @Override
  protected void components() {
    component(
        "linear-vae-against-ppca",
        LinearVaeAgainstPpca.Spec.class,
        LinearVaeAgainstPpca.Factory.class);
    component("vary", Vary.Spec.class, Vary.Factory.class);
  }
}
