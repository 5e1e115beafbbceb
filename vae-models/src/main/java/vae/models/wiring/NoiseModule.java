package vae.models.wiring;

import vae.core.model.ObservationNoise;
import vae.core.wiring.SlotModule;
import vae.models.likelihood.FixedNoise;

/** The components of slot {@code noise}. */
public final class NoiseModule extends SlotModule<ObservationNoise> {

  /** The slot {@code noise}. */
  public NoiseModule() {
    super("noise", ObservationNoise.class, ObservationNoise.Spec.class);
  }

  @Override
  protected void components() {
    component("fixed", FixedNoise.Spec.class, FixedNoise.Factory.class);
  }
}
