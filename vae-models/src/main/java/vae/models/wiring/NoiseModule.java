package vae.models.wiring;

import vae.core.model.ObservationNoise;
import vae.core.wiring.SlotModule;
import vae.models.likelihood.FixedNoise;
import vae.models.likelihood.LearnedNoise;
import vae.models.likelihood.LearnedNoisePerDimension;
import vae.models.likelihood.OptimalNoise;

/** The components of slot {@code noise}. */
public final class NoiseModule extends SlotModule<ObservationNoise> {

  /** The slot {@code noise}. */
  public NoiseModule() {
    super("noise", ObservationNoise.class, ObservationNoise.Spec.class);
  }

  @Override
  protected void components() {
    component("fixed", FixedNoise.Spec.class, FixedNoise.Factory.class);
    component("learned", LearnedNoise.Spec.class, LearnedNoise.Factory.class);
    component(
        "learned-per-dimension",
        LearnedNoisePerDimension.Spec.class,
        LearnedNoisePerDimension.Factory.class);
    component("optimal", OptimalNoise.Spec.class, OptimalNoise.Factory.class);
  }
}
