package vae.experiments.training;

/** Training met NaN or infinity. */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long step;

  /**
   * @param step the step whose objective is not finite
   * @param what which value it was, and what it is
   */
  public DivergedException(long step, String what) {
    super(
        "training diverged at step %d: %s. Lower the learning rate, or raise the noise's sigma"
            .formatted(step, what));
    this.step = step;
  }

  /** The step whose objective is not finite. */
  public long step() {
    return step;
  }
}
