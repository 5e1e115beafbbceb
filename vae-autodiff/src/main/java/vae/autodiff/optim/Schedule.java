package vae.autodiff.optim;

/**
 * A learning rate's course over training: a factor in [0, 1] of the base rate, a pure function of
 * progress.
 */
@FunctionalInterface
public interface Schedule {

  /**
   * @param step steps done so far, ≥ 0
   * @param steps steps of the whole training, ≥ 1
   */
  double factor(long step, long steps);

  /** 1 throughout. */
  static Schedule constant() {
    return (step, steps) -> 1;
  }

  /**
   * From 1 at the start to {@code end} at the end, in a straight line.
   *
   * @param end in [0, 1]
   */
  static Schedule linear(double end) {
    return (step, steps) -> 1 + (end - 1) * step / steps;
  }

  /**
   * From 1 to {@code end} along half a cosine. Source: Loshchilov and Hutter (2017), eq. 5, without
   * restarts.
   *
   * @param end in [0, 1]
   */
  static Schedule cosine(double end) {
    return (step, steps) ->
        end + (1 - end) * (1 + StrictMath.cos(StrictMath.PI * step / steps)) / 2;
  }

  /**
   * Divides by {@code divisor} after each {@code every} of the training's steps.
   *
   * @param every fraction of the training, in (0, 1]
   * @param divisor ≥ 1
   */
  static Schedule stepped(double every, double divisor) {
    return (step, steps) -> StrictMath.pow(divisor, -StrictMath.floor(step / (every * steps)));
  }

  /**
   * Rises in a straight line over the first part of training, then follows this schedule.
   *
   * @param fraction of the training, in [0, 1)
   */
  default Schedule withWarmUp(double fraction) {
    return (step, steps) -> {
      double rise = fraction * steps;
      return step < rise ? (step + 1) / (rise + 1) : factor(step, steps);
    };
  }
}
