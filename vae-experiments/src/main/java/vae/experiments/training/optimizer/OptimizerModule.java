package vae.experiments.training.optimizer;

import vae.autodiff.optim.Schedule;
import vae.core.wiring.Site;
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
        (spec, at) -> new AdamOptimizer(spec, schedule(spec, at)));
    component(
        "adamw",
        AdamWOptimizer.Spec.class,
        (spec, at) -> new AdamWOptimizer(spec, schedule(spec, at)));
    component(
        "adamax",
        AdamaxOptimizer.Spec.class,
        (spec, at) -> new AdamaxOptimizer(spec, schedule(spec, at)));
    component(
        "sgd", SgdOptimizer.Spec.class, (spec, at) -> new SgdOptimizer(spec, schedule(spec, at)));
    component(
        "rms-prop",
        RmsPropOptimizer.Spec.class,
        (spec, at) -> new RmsPropOptimizer(spec, schedule(spec, at)));
    component(
        "adagrad",
        AdagradOptimizer.Spec.class,
        (spec, at) -> new AdagradOptimizer(spec, schedule(spec, at)));
  }

  private static Schedule schedule(OptimizerRule.Spec spec, Site at) {
    return at.make(Schedule.class, "schedule", spec.schedule());
  }
}
