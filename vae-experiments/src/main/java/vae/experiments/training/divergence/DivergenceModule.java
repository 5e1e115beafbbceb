package vae.experiments.training.divergence;

import vae.core.wiring.SlotModule;

/** The components of slot {@code divergence}. */
public final class DivergenceModule extends SlotModule<DivergencePolicy> {

  public DivergenceModule() {
    super("divergence", DivergencePolicy.class, DivergenceHandling.Spec.class);
  }

  @Override
  protected void components() {
    component("fail", DivergenceHandling.Fail.class, (_, _) -> DivergencePolicy.fail());
    component(
        "skip",
        DivergenceHandling.Skip.class,
        (spec, _) -> new DivergencePolicy(spec.most(), 0, 1));
    component(
        "roll-back",
        DivergenceHandling.RollBack.class,
        (spec, _) -> new DivergencePolicy(0, spec.most(), spec.learningRateFactor()));
  }
}
