package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import vae.core.model.Estimator;
import vae.models.estimator.BetaElbo;
import vae.models.estimator.Elbo;

class WarmUpEndTest {

  private static Estimator estimator(BetaElbo.Schedule schedule, double warmUp) {
    return new BetaElbo(new BetaElbo.Spec(1, schedule, warmUp, 4, 1));
  }

  @Test
  void aRiseThatTakesAllStepsIsWarnedOf() {
    assertEquals(
        Optional.of(
            "the warm-up of the estimator's weight does not end within the training: it takes 100.0"
                + " % of the 300 steps; make estimator.warmUp smaller"),
        WarmUpEnd.missedBy(estimator(BetaElbo.Schedule.LINEAR, 1), 300));
    assertTrue(WarmUpEnd.missedBy(estimator(BetaElbo.Schedule.CYCLICAL, 1), 300).isPresent());
  }

  /** The last of 300 steps is at 299 / 300 of the training. */
  @Test
  void oneStepAtTheFinalWeightIsEnough() {
    Estimator most = estimator(BetaElbo.Schedule.LINEAR, 0.9966);
    assertTrue(WarmUpEnd.missedBy(most, 300).isEmpty());
    assertTrue(WarmUpEnd.missedBy(most, 200).isPresent());
    assertTrue(WarmUpEnd.missedBy(estimator(BetaElbo.Schedule.CYCLICAL, 0.9), 300).isEmpty());
  }

  @Test
  void aTrainingThatEndsEarlyMayMissAnyRise() {
    Estimator half = estimator(BetaElbo.Schedule.LINEAR, 0.5);
    assertEquals(
        Optional.of(
            "training ended after 150 of 300 steps, before the warm-up of the estimator's weight"
                + " did, at 50.00 %"),
        WarmUpEnd.missedBy(half, 150, 300));
    assertTrue(WarmUpEnd.missedBy(half, 151, 300).isEmpty());
  }

  @Test
  void whatFollowsNoScheduleHasNoRise() {
    assertTrue(WarmUpEnd.missedBy(estimator(BetaElbo.Schedule.CONSTANT, 1), 1).isEmpty());
    assertTrue(WarmUpEnd.missedBy(new Elbo(new Elbo.Spec(1)), 1).isEmpty());
    assertTrue(WarmUpEnd.missedBy(estimator(BetaElbo.Schedule.LINEAR, 1), 0).isEmpty());
  }
}
