package vae.experiments.training;

import vae.core.wiring.SlotModule;

/** The components of slot {@code divergence}. */
public final class DivergenceModule extends SlotModule<DivergencePolicy> {

  /** The slot {@code divergence}. */
  public DivergenceModule() {
    super("divergence", DivergencePolicy.class, OnDivergence.Spec.class);
  }

  @Override
  protected void components() {
    component("fail", OnDivergence.Fail.class, (_, _) -> DivergencePolicy.fail());
    component(
        "skip", OnDivergence.Skip.class, (spec, _) -> new DivergencePolicy(spec.most(), 0, 1));
    component(
        "roll-back",
        OnDivergence.RollBack.class,
        (spec, _) -> new DivergencePolicy(0, spec.most(), spec.learningRateFactor()));
  }
}
