package vae.experiments.training.optimizer;

import vae.autodiff.optim.Plateau;
import vae.autodiff.optim.Schedule;
import vae.core.wiring.SlotModule;

/** The components of slot {@code schedule}. */
public final class ScheduleModule extends SlotModule<Schedule> {

  public ScheduleModule() {
    super("schedule", Schedule.class, LearningRate.Spec.class);
  }

  @Override
  protected void components() {
    component("constant", LearningRate.Constant.class, (_, _) -> Schedule.constant());
    component(
        "linear",
        LearningRate.Linear.class,
        (spec, _) -> Schedule.linear(spec.end()).withWarmUp(spec.warmUp()));
    component(
        "cosine",
        LearningRate.Cosine.class,
        (spec, _) -> Schedule.cosine(spec.end()).withWarmUp(spec.warmUp()));
    component(
        "plateau",
        LearningRate.Plateau.class,
        (spec, _) ->
            new Plateau(
                spec.factor(), spec.patience(), spec.threshold(), spec.cooldown(), spec.minimum()));
    component("steps", LearningRate.Steps.class, (spec, _) -> spec.schedule());
    component(
        "warm-up",
        LearningRate.WarmUp.class,
        (spec, at) ->
            at.make(Schedule.class, "then", spec.then()).afterRise(spec.epochs(), spec.start()));
    component(
        "warm-up-cosine",
        LearningRate.WarmUpCosine.class,
        (spec, _) -> Schedule.warmUpCosine(spec.start(), spec.warmUp(), spec.end()));
  }
}
