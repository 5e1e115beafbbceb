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
    component("fail", OnDivergence.Fail.class, OnDivergence.FailFactory.class);
    component("skip", OnDivergence.Skip.class, OnDivergence.SkipFactory.class);
    component("roll-back", OnDivergence.RollBack.class, OnDivergence.RollBackFactory.class);
  }
}
