package vae.experiments.training;

import vae.core.wiring.SlotModule;

/** The components of slot {@code optimizer}. */
public final class OptimizerModule extends SlotModule<OptimizerRule> {

  /** The slot {@code optimizer}. */
  public OptimizerModule() {
    super("optimizer", OptimizerRule.class, OptimizerRule.Spec.class);
  }

  @Override
  protected void components() {
    component("adam", AdamRule.Spec.class, AdamRule.Factory.class);
    component("sgd", SgdRule.Spec.class, SgdRule.Factory.class);
  }
}
