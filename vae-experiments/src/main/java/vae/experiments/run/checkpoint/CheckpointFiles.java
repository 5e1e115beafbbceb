package vae.experiments.run.checkpoint;

import java.util.Locale;

/** Names of checkpoints in a run folder that has ended. */
public final class CheckpointFiles {

  public static final String FOLDER = "checkpoints";

  /** The state at the end of training. */
  public static final String FINAL = "final.safetensors";

  /** The model with the greatest bound on the validation part. */
  public static final String BEST = "best.safetensors";

  /** The parameters before the step that met NaN or infinity. */
  public static final String DIVERGED = "diverged.safetensors";

  private CheckpointFiles() {}

  /** The state after a step of a training that is not over; names sort by step. */
  public static String ofStep(long step) {
    return String.format(Locale.ROOT, "step-%012d.safetensors", step);
  }
}
