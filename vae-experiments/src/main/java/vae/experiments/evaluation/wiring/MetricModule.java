package vae.experiments.evaluation.wiring;

import vae.core.wiring.SlotModule;
import vae.experiments.evaluation.Metric;
import vae.experiments.evaluation.ReconstructionError;
import vae.experiments.evaluation.calibration.Calibration;
import vae.experiments.evaluation.code.Code;
import vae.experiments.evaluation.code.MutualInformation;
import vae.experiments.evaluation.factors.BetaVaeScore;
import vae.experiments.evaluation.factors.Dci;
import vae.experiments.evaluation.factors.FactorVaeScore;
import vae.experiments.evaluation.factors.MigBinned;
import vae.experiments.evaluation.factors.MigSampled;
import vae.experiments.evaluation.factors.Sap;
import vae.experiments.evaluation.gaps.Gaps;
import vae.experiments.evaluation.likelihood.AnnealedImportanceSampling;
import vae.experiments.evaluation.likelihood.BidirectionalMonteCarlo;
import vae.experiments.evaluation.likelihood.ImportanceSampling;
import vae.experiments.evaluation.probe.Probe;
import vae.experiments.evaluation.samples.SamplesAgainstData;

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
    component("samples", SamplesAgainstData.Spec.class, (spec, _) -> new SamplesAgainstData(spec));
    component("probe", Probe.Spec.class, (spec, _) -> new Probe(spec));
    component("mig-sampled", MigSampled.Spec.class, (spec, _) -> new MigSampled(spec));
    component("mig-binned", MigBinned.Spec.class, (spec, _) -> new MigBinned(spec));
    component("sap", Sap.Spec.class, (spec, _) -> new Sap(spec));
    component("dci", Dci.Spec.class, (spec, _) -> new Dci(spec));
    component("factor-vae-score", FactorVaeScore.Spec.class, (spec, _) -> new FactorVaeScore(spec));
    component("beta-vae-score", BetaVaeScore.Spec.class, (spec, _) -> new BetaVaeScore(spec));
    component("code", Code.Spec.class, (spec, _) -> new Code(spec));
    component("gaps", Gaps.Spec.class, (spec, _) -> new Gaps(spec));
    component("calibration", Calibration.Spec.class, (spec, _) -> new Calibration(spec));
  }
}
