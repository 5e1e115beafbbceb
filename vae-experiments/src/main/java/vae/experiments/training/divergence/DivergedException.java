package vae.experiments.training.divergence;

import java.util.Optional;

/** Training met NaN or infinity. */
public final class DivergedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final long step;
  private final transient Divergence divergence;

  public DivergedException(long step, String what) {
    super(message(step, what));
    this.step = step;
    divergence = null;
  }

  public DivergedException(Divergence divergence) {
    super(message(divergence.step(), divergence.text()));
    step = divergence.step();
    this.divergence = divergence;
  }

  private static String message(long step, String what) {
    return "training diverged at step %d: %s. Lower the learning rate, or raise the noise's sigma"
        .formatted(step, what);
  }

  /** The step and what is known of it, without advice. */
  public String briefly() {
    return "step " + step + (divergence == null ? "" : ": " + divergence.text());
  }

  /** The step whose objective or gradient is not finite. */
  public long step() {
    return step;
  }

  /** What is known of the step; empty where the step itself was finite. */
  public Optional<Divergence> divergence() {
    return Optional.ofNullable(divergence);
  }
}
