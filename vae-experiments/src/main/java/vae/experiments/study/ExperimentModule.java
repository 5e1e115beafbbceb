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
    component("decoder-noise", DecoderNoise.Spec.class, DecoderNoise.Factory.class);
    component("decoder-rotation", DecoderRotation.Spec.class, DecoderRotation.Factory.class);
    component(
        "linear-vae-against-ppca",
        LinearVaeAgainstPpca.Spec.class,
        LinearVaeAgainstPpca.Factory.class);
    component("number-of-draws", NumberOfDraws.Spec.class, NumberOfDraws.Factory.class);
    component("vary", Vary.Spec.class, Vary.Factory.class);
  }
}
