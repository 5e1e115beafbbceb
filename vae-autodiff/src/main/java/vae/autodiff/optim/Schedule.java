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
   * Rises in a straight line from {@code start} to 1, then falls to {@code end} along half a cosine
   * over the steps that remain: continuous, as Optax's {@code warmup_cosine_decay_schedule}.
   *
   * @param start in [0, 1]
   * @param fraction of the training that rises, in [0, 1); rounded to whole steps
   * @param end in [0, 1]
   */
  static Schedule warmUpCosine(double start, double fraction, double end) {
    Schedule fall = cosine(end);
    return (step, steps) -> {
      long rise = Math.min(Math.round(fraction * steps), steps - 1);
      return step < rise
          ? start + (1 - start) * step / rise
          : fall.factor(step - rise, steps - rise);
    };
  }

  /**
   * Rises in a straight line over the first part of training, then follows this schedule where it
   * would be without the rise: with r steps of rise the factor is (step + 1) / (r + 1) before step
   * r. It begins at 1 / (r + 1), not at 0, and at step r jumps from r / (r + 1) to this schedule's
   * value there. {@link #warmUpCosine} is continuous.
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
