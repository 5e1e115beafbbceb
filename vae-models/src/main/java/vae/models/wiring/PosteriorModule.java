package vae.models.wiring;

import vae.core.model.PosteriorFamily;
import vae.core.wiring.SlotModule;
import vae.models.posterior.Diagonal;
import vae.models.posterior.FullCovariance;
import vae.models.posterior.Householder;
import vae.models.posterior.LowRank;

/** The components of slot {@code posterior}. */
public final class PosteriorModule extends SlotModule<PosteriorFamily> {

  /** The slot {@code posterior}. */
  public PosteriorModule() {
    super("posterior", PosteriorFamily.class, PosteriorFamily.Spec.class);
  }

  @Override
  protected void components() {
    component("diagonal", Diagonal.Spec.class, Diagonal.Factory.class);
    component("full-covariance", FullCovariance.Spec.class, FullCovariance.Factory.class);
    component("low-rank", LowRank.Spec.class, LowRank.Factory.class);
    component("householder", Householder.Spec.class, Householder.Factory.class);
  }
}
