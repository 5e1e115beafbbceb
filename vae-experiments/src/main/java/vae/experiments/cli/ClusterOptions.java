package vae.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import vae.experiments.sweep.slurm.SlurmOptions;
import vae.experiments.sweep.spark.SparkOptions;

/** How a sweep uses a cluster. */
final class ClusterOptions {

  @Option(
      names = "--per-task",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Trials that one task of a cluster runs, one after another (default: ${DEFAULT-VALUE}).")
  private int perTask;

  @Option(
      names = "--spark-conf",
      paramLabel = "key=value",
      description = "A setting of Spark, such as spark.executor.memory=4g; may be repeated.")
  private List<String> spark = new ArrayList<>();

  @Option(
      names = "--slurm-arg",
      paramLabel = "ARG",
      description = "An argument for sbatch, such as --slurm-arg=--mem=4G; may be repeated.")
  private List<String> slurm = new ArrayList<>();

  @Option(
      names = "--no-wait",
      description = "Submit to SLURM and return; the same command with --resume gathers.")
  private boolean noWait;

  /** Whether the command returns before its trials have ended. */
  boolean returns() {
    return noWait;
  }

  /**
   * For Spark.
   *
   * @param master as asked for with {@code --master}
   */
  SparkOptions spark(Optional<String> master) {
    Map<String, String> settings;
    try {
      settings = SparkOptions.settings(spark);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.BAD_INPUT, "--spark-conf: " + e.getMessage());
    }
    return new SparkOptions(master, settings, trialsPerTask());
  }

  /** For SLURM. */
  SlurmOptions slurm() {
    return new SlurmOptions(slurm, trialsPerTask(), !noWait);
  }

  private int trialsPerTask() {
    if (perTask < 1) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--per-task: expected a number of at least 1, got " + perTask);
    }
    return perTask;
  }
}
