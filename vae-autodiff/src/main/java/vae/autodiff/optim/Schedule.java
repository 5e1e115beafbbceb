package vae.autodiff.optim;

import java.util.Optional;

/**
 * A learning rate's course over training: a factor in [0, 1] of the base rate, a pure function of
 * what has elapsed, and of what its {@link #watcher} has seen where it has one.
 */
@FunctionalInterface
public interface Schedule {

  double factor(Elapsed elapsed);

  /** The part of this schedule that depends on how training goes, where there is one. */
  default Optional<Watcher> watcher() {
    return Optional.empty();
  }

  /** 1 throughout. */
  static Schedule constant() {
    return _ -> 1;
  }

  /**
   * From 1 at the start to {@code end} at the end, in a straight line.
   *
   * @param end in [0, 1]
   */
  static Schedule linear(double end) {
    return elapsed -> 1 + (end - 1) * elapsed.step() / elapsed.steps();
  }

  /**
   * From 1 to {@code end} along half a cosine. Source: Loshchilov and Hutter (2017), eq. 5, without
   * restarts.
   *
   * @param end in [0, 1]
   */
  static Schedule cosine(double end) {
    return elapsed ->
        end
            + (1 - end)
                * (1 + StrictMath.cos(StrictMath.PI * elapsed.step() / elapsed.steps()))
                / 2;
  }

  /**
   * Constant between milestones: 1 at first, {@code factors[i]} once {@code milestones[i]} epochs
   * are done. PyTorch's {@code MultiStepLR} has powers of one number as factors.
   *
   * @param milestones rising; copied
   * @param factors as many, in [0, 1]; copied
   */
  static Schedule steps(int[] milestones, double[] factors) {
    int[] at = milestones.clone();
    double[] to = factors.clone();
    return elapsed -> {
      double factor = 1;
      for (int i = 0; i < at.length && elapsed.epochs() >= at[i]; i++) {
        factor = to[i];
      }
      return factor;
    };
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
    return elapsed -> {
      long rise = Math.min(Math.round(fraction * elapsed.steps()), elapsed.steps() - 1);
      return elapsed.step() < rise
          ? start + (1 - start) * elapsed.step() / rise
          : fall.factor(elapsed.since(rise));
    };
  }

  /**
   * This schedule after a straight rise from {@code start} to 1: it begins where the rise ends, and
   * its training is what remains. As Optax's {@code join_schedules} and PyTorch's {@code
   * SequentialLR} of a {@code LinearLR} and another.
   *
   * @param epochs length of the rise, ≥ 0; rounded to whole steps
   * @param start in [0, 1]
   */
  default Schedule afterRise(double epochs, double start) {
    Schedule then = this;
    return new Schedule() {
      @Override
      public double factor(Elapsed elapsed) {
        long rise = Math.round(epochs * elapsed.stepsPerEpoch());
        return elapsed.step() < rise
            ? start + (1 - start) * elapsed.step() / rise
            : then.factor(elapsed.since(rise));
      }

      @Override
      public Optional<Watcher> watcher() {
        return then.watcher();
      }
    };
  }

  /**
   * Rises in a straight line over the first part of training, then follows this schedule where it
   * would be without the rise: with r steps of rise the factor is (step + 1) / (r + 1) before step
   * r. It begins at 1 / (r + 1), not at 0, and at step r jumps from r / (r + 1) to this schedule's
   * value there. {@link #afterRise} is continuous.
   *
   * @param fraction of the training, in [0, 1)
   */
  default Schedule withWarmUp(double fraction) {
    return elapsed -> {
      double rise = fraction * elapsed.steps();
      return elapsed.step() < rise ? (elapsed.step() + 1) / (rise + 1) : factor(elapsed);
    };
  }
}
