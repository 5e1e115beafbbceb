package vae.models.wiring;

import vae.core.model.PosteriorFamily;
import vae.core.wiring.SlotModule;
import vae.models.posterior.Diagonal;

/** The components of slot {@code posterior}. */
public final class PosteriorModule extends SlotModule<PosteriorFamily> {

  /** The slot {@code posterior}. */
  public PosteriorModule() {
    super("posterior", PosteriorFamily.class, PosteriorFamily.Spec.class);
  }

  @Override
  protected void components() {
    component("diagonal", Diagonal.Spec.class, Diagonal.Factory.class);
  }
}
