package vae.experiments.study;

import vae.core.wiring.SlotModule;

/** The components of slot {@code experiment}. */
public final class ExperimentModule extends SlotModule<Experiment> {

  public ExperimentModule() {
    super("experiment", Experiment.class, Experiment.Spec.class);
  }

  @Override
  protected void components() {
    component("decoder-noise", DecoderNoise.Spec.class, (spec, _) -> new DecoderNoise(spec));
    component(
        "decoder-rotation", DecoderRotation.Spec.class, (spec, _) -> new DecoderRotation(spec));
    component(
        "linear-vae-against-ppca",
        LinearVaeAgainstPpca.Spec.class,
        (spec, _) -> new LinearVaeAgainstPpca(spec));
    component("number-of-draws", NumberOfDraws.Spec.class, (spec, _) -> new NumberOfDraws(spec));
    component(
        "priors-and-posteriors",
        PriorsAndPosteriors.Spec.class,
        (spec, _) -> new PriorsAndPosteriors(spec));
    component("vary", Vary.Spec.class, (spec, _) -> new Vary(spec));
  }
}
