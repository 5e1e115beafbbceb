package vae.experiments.evaluation.wiring;

import vae.core.wiring.SlotModule;
import vae.experiments.evaluation.Metric;
import vae.experiments.evaluation.MutualInformation;
import vae.experiments.evaluation.ReconstructionError;

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
