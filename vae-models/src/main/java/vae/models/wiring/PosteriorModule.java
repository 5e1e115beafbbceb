package vae.models.wiring;

import vae.core.model.PosteriorFamily;
import vae.core.wiring.SlotModule;
import vae.models.posterior.Diagonal;
import vae.models.posterior.FullCovariance;
import vae.models.posterior.Householder;
import vae.models.posterior.InverseAutoregressive;
import vae.models.posterior.LowRank;
import vae.models.posterior.Planar;

/** The components of slot {@code posterior}. */
public final class PosteriorModule extends SlotModule<PosteriorFamily> {

  public PosteriorModule() {
    super("posterior", PosteriorFamily.class, PosteriorFamily.Spec.class);
  }

  @Override
  protected void components() {
    modelComponent(
        "diagonal", Diagonal.Spec.class, (spec, at) -> new Diagonal(at.sizes().latent(), spec));
    modelComponent(
        "full-covariance",
        FullCovariance.Spec.class,
        (spec, at) -> new FullCovariance(at.sizes().latent(), spec));
    modelComponent(
        "low-rank", LowRank.Spec.class, (spec, at) -> new LowRank(at.sizes().latent(), spec));
    modelComponent(
        "householder",
        Householder.Spec.class,
        (spec, at) -> new Householder(at.sizes().latent(), spec));
    modelComponent(
        "iaf",
        InverseAutoregressive.Spec.class,
        (spec, at) -> InverseAutoregressive.of(spec, at.sizes().latent(), at.parameters()));
    modelComponent(
        "planar", Planar.Spec.class, (spec, at) -> new Planar(at.sizes().latent(), spec));
  }
}
