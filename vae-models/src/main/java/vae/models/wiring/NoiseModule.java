package vae.models.wiring;

import vae.core.model.ObservationNoise;
import vae.core.wiring.SlotModule;
import vae.models.likelihood.FixedNoise;
import vae.models.likelihood.LearnedNoise;
import vae.models.likelihood.OptimalNoise;

/** The components of slot {@code noise}. */
public final class NoiseModule extends SlotModule<ObservationNoise> {

  public NoiseModule() {
    super("noise", ObservationNoise.class, ObservationNoise.Spec.class);
  }

  @Override
  protected void components() {
    component("fixed", FixedNoise.Spec.class, (spec, _) -> new FixedNoise(spec.sigma()));
    modelComponent("learned", LearnedNoise.Spec.class, LearnedNoise::new);
    modelComponent("learned-per-dimension", LearnedNoise.PerDimension.class, LearnedNoise::new);
    modelComponent("optimal", OptimalNoise.Spec.class, OptimalNoise::new);
  }
}
