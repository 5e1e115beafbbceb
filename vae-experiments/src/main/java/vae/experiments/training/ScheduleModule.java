package vae.experiments.training;

import vae.autodiff.optim.Schedule;
import vae.core.wiring.SlotModule;

/** The components of slot {@code schedule}. */
public final class ScheduleModule extends SlotModule<Schedule> {

  /** The slot {@code schedule}. */
  public ScheduleModule() {
    super("schedule", Schedule.class, LearningRate.Spec.class);
  }

  @Override
  protected void components() {
    component("constant", LearningRate.Constant.class, LearningRate.ConstantFactory.class);
    component("linear", LearningRate.Linear.class, LearningRate.LinearFactory.class);
    component("cosine", LearningRate.Cosine.class, LearningRate.CosineFactory.class);
    component(
        "warm-up-cosine", LearningRate.WarmUpCosine.class, LearningRate.WarmUpCosineFactory.class);
  }
}
