package vae.experiments.evaluation;

import vae.core.wiring.SlotModule;

/** The components of slot {@code metric}. */
public final class MetricModule extends SlotModule<Metric> {

  public MetricModule() {
    super("metric", Metric.class, Metric.Spec.class);
  }

  @Override
  protected void components() {
    component(
        "reconstruction-error",
        ReconstructionError.Spec.class,
        (_, _) -> new ReconstructionError());
    component(
        "mutual-information", MutualInformation.Spec.class, (_, _) -> new MutualInformation());
  }
}
