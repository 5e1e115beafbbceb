package vae.experiments.training.optimizer;

import vae.autodiff.optim.Schedule;
import vae.core.wiring.SlotModule;

/** The components of slot {@code optimizer}. */
public final class OptimizerModule extends SlotModule<OptimizerRule> {

  public OptimizerModule() {
    super("optimizer", OptimizerRule.class, OptimizerRule.Spec.class);
  }

  @Override
  protected void components() {
    component(
        "adam",
        AdamOptimizer.Spec.class,
        (spec, at) ->
            new AdamOptimizer(spec, at.make(Schedule.class, "schedule", spec.schedule())));
    component(
        "sgd",
        SgdOptimizer.Spec.class,
        (spec, at) -> new SgdOptimizer(spec, at.make(Schedule.class, "schedule", spec.schedule())));
  }
}
