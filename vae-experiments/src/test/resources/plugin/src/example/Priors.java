package example;

import vae.core.model.Prior;
import vae.core.wiring.SlotModule;

public final class Priors extends SlotModule<Prior> {

  public Priors() {
    super("prior", Prior.class, Prior.Spec.class);
  }

  @Override
  protected void components() {
    modelComponent(
        "scaled-normal",
        ScaledNormal.Spec.class,
        (spec, at) -> new ScaledNormal(at.sizes().latent(), spec.deviation()));
  }
}
