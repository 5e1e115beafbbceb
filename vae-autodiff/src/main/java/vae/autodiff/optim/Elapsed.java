package vae.autodiff.optim;

/**
 * How much of a training has passed.
 *
 * @param step steps done so far, ≥ 0
 * @param steps steps of the whole training, ≥ 1
 * @param stepsPerEpoch ≥ 1
 */
public record Elapsed(long step, long steps, int stepsPerEpoch) {

  /** In a training of one epoch. */
  public static Elapsed of(int step, int steps) {
    return new Elapsed(step, steps, Math.max(1, steps));
  }

  /** As seen by what starts after that many steps. */
  Elapsed since(long start) {
    return new Elapsed(step - start, Math.max(1, steps - start), stepsPerEpoch);
  }

  /** Whole epochs done. */
  public long epochs() {
    return step / stepsPerEpoch;
  }

  /** The share of the training that has passed, in [0, 1]. */
  public double fraction() {
    return (double) step / steps;
  }
}
