package vae.experiments.run;

import java.util.function.BooleanSupplier;

/**
 * When a run is to pause: at the end of an epoch, or as soon as it can once it is asked to stop. It
 * leaves a checkpoint from which it resumes.
 *
 * @param epochs after which it pauses, ≥ 1; 0 for none
 * @param stop asked after each step
 */
public record Pause(int epochs, BooleanSupplier stop) {

  public static final Pause NEVER = new Pause(0, () -> false);

  /** The epoch at whose end a training of N epochs halts. */
  public int until(int all) {
    return epochs == 0 ? all : Math.min(epochs, all);
  }
}
