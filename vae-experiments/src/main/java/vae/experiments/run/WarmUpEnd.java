package vae.experiments.run;

import java.util.Locale;
import java.util.Optional;
import vae.core.model.Estimator;

/** Whether a training reaches the end of its estimator's schedule, such as a warm-up of the KL. */
final class WarmUpEnd {

  private WarmUpEnd() {}

  /**
   * A warning where the last of all steps is before the end of the schedule.
   *
   * @param steps of the whole training
   */
  static Optional<String> missedBy(Estimator estimator, long steps) {
    return isAfter(estimator, steps, steps)
        ? Optional.of(
            "the warm-up of the estimator's weight does not end within the training: it takes %s of"
                    .formatted(percent(estimator.scheduleEnd()))
                + " the %d steps; make estimator.warmUp smaller".formatted(steps))
        : Optional.empty();
  }

  /**
   * A warning where training ended before its last step, and before the end of the schedule.
   *
   * @param done steps that were made
   */
  static Optional<String> missedBy(Estimator estimator, long done, long steps) {
    return isAfter(estimator, done, steps)
        ? Optional.of(
            "training ended after %d of %d steps, before the warm-up of the estimator's weight did, at %s"
                .formatted(done, steps, percent(estimator.scheduleEnd())))
        : Optional.empty();
  }

  private static boolean isAfter(Estimator estimator, long done, long steps) {
    return done > 0 && (done - 1.0) / steps < estimator.scheduleEnd();
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.4g %%", 100 * fraction);
  }
}
