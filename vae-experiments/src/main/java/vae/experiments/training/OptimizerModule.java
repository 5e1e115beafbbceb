package vae.experiments.training;

import vae.autodiff.optim.Schedule;
import vae.core.wiring.SlotModule;

/** The components of slot {@code optimizer}. */
public final class OptimizerModule extends SlotModule<OptimizerRule> {

  /** The slot {@code optimizer}. */
  public OptimizerModule() {
    super("optimizer", OptimizerRule.class, OptimizerRule.Spec.class);
  }

  @Override
  protected void components() {
    component(
        "adam",
        AdamRule.Spec.class,
        (spec, at) -> new AdamRule(spec, at.make(Schedule.class, "schedule", spec.schedule())));
    component(
        "sgd",
        SgdRule.Spec.class,
        (spec, at) -> new SgdRule(spec, at.make(Schedule.class, "schedule", spec.schedule())));
  }
}
