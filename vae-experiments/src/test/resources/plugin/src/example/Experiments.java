package example;

import vae.core.wiring.SlotModule;
import vae.experiments.study.Experiment;

public final class Experiments extends SlotModule<Experiment> {

  public Experiments() {
    super("experiment", Experiment.class, Experiment.Spec.class);
  }

  @Override
  protected void components() {
    component(
        "how-many-samples", HowManySamples.Spec.class, (spec, at) -> new HowManySamples(spec));
  }
}
