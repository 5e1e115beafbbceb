package vae.models.wiring;

import vae.core.model.Prior;
import vae.core.wiring.SlotModule;
import vae.models.prior.Conditional;
import vae.models.prior.FlowPrior;
import vae.models.prior.Gaussian;
import vae.models.prior.GaussianMixturePrior;
import vae.models.prior.HierarchicalPrior;
import vae.models.prior.StandardNormal;
import vae.models.prior.Vamp;

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
    modelComponent("flow", FlowPrior.Spec.class, FlowPrior::of);
    modelComponent("hierarchical", HierarchicalPrior.Spec.class, HierarchicalPrior::of);
    modelComponent("mixture", GaussianMixturePrior.Spec.class, GaussianMixturePrior::of);
    modelComponent("vamp", Vamp.Spec.class, Vamp::of);
  }
}
