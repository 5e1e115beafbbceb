package vae.models.wiring;

import vae.core.model.Prior;
import vae.core.wiring.SlotModule;
import vae.models.prior.Conditional;
||||||| parent of 5df655d (Posterior iaf and prior flow (couplings or masked autoregressive maps): masked networks, and a flow whose draws carry their density and whose density elsewhere takes the inverse)
import vae.models.prior.FlowPrior;
import vae.models.prior.Gaussian;
import vae.models.prior.StandardNormal;

/** The components of slot {@code prior}. */
public final class PriorModule extends SlotModule<Prior> {

  public PriorModule() {
    super("prior", Prior.class, Prior.Spec.class);
  }

  @Override
  protected void components() {
    modelComponent(
        "standard-normal",
        StandardNormal.Spec.class,
        (_, at) -> new StandardNormal(at.sizes().latent()));
    modelComponent("gaussian", Gaussian.Spec.class, Gaussian::of);
    modelComponent("conditional", Conditional.Spec.class, Conditional::of);
||||||| parent of 5df655d (Posterior iaf and prior flow (couplings or masked autoregressive maps): masked networks, and a flow whose draws carry their density and whose density elsewhere takes the inverse)
    modelComponent("flow", FlowPrior.Spec.class, FlowPrior::of);
  }
}
