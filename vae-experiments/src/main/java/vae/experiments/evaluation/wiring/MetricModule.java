package vae.experiments.evaluation.wiring;

import vae.core.wiring.SlotModule;
import vae.experiments.evaluation.Metric;
import vae.experiments.evaluation.MutualInformation;
import vae.experiments.evaluation.ReconstructionError;
import vae.experiments.evaluation.likelihood.AnnealedImportanceSampling;
import vae.experiments.evaluation.likelihood.BidirectionalMonteCarlo;
import vae.experiments.evaluation.likelihood.ImportanceSampling;

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
    component(
        "importance-sampling",
        ImportanceSampling.Spec.class,
        (spec, _) -> new ImportanceSampling(spec));
    component(
        "ais",
        AnnealedImportanceSampling.Spec.class,
        (spec, _) -> new AnnealedImportanceSampling(spec));
    component(
        "bdmc", BidirectionalMonteCarlo.Spec.class, (spec, _) -> new BidirectionalMonteCarlo(spec));
  }
}
