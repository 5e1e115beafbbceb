package vae.experiments.sweep.slurm;

import java.util.List;

/**
 * How a sweep uses SLURM.
 *
 * @param sbatch further arguments of sbatch, such as {@code --partition=cpu}; they come last
 * @param trialsPerTask trials that a task of the array runs one after the other, ≥ 1
 * @param waits whether the driver stays until all trials ended; if not, {@code --resume} gathers
 */
public record SlurmOptions(List<String> sbatch, int trialsPerTask, boolean waits) {

  /**
   * Copies the arguments.
   *
   * @throws IllegalArgumentException where trialsPerTask is below 1
   */
  public SlurmOptions {
    sbatch = List.copyOf(sbatch);
    if (trialsPerTask < 1) {
      throw new IllegalArgumentException("expected one trial a task or more, got " + trialsPerTask);
    }
  }
}
