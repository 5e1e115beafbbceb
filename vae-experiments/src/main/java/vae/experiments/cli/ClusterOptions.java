package vae.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import vae.data.source.Locations;
import vae.experiments.sweep.Keep;
import vae.experiments.sweep.slurm.SlurmOptions;
import vae.experiments.sweep.spark.SparkOptions;
import vae.experiments.sweep.worker.DataHashes;
import vae.experiments.sweep.worker.WorkerSettings;

/** How a sweep uses a cluster. */
final class ClusterOptions {

  @Option(
      names = "--per-task",
      paramLabel = "N",
      defaultValue = "1",
      description = "Trials that a cluster's task runs in turn (default: ${DEFAULT-VALUE}).")
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

  /** For Spark. */
  SparkOptions spark(LauncherRequest request) {
    Map<String, String> settings;
    try {
      settings = SparkOptions.settings(spark);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.BAD_INPUT, "--spark-conf: " + e.getMessage());
    }
    return new SparkOptions(request.master(), settings, trialsPerTask());
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

  /** Refuses options that no cluster has. */
  static void requireNoReports(LauncherRequest request) {
    if (request.reports()) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          "--reports: workers of a cluster write none; `vae report RUN` makes one of any run");
    }
    if (request.workers().isPresent()) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--workers: the cluster says how many there are; leave it out");
    }
  }

  /** What the workers are told. */
  static WorkerSettings workers(LauncherRequest request) {
    return new WorkerSettings(
        request.keep() == Keep.RUNS ? Optional.of(request.folder().path()) : Optional.empty(),
        "",
        request.components().compute().choice(),
        request.components().data(),
        request.components().plugins());
  }

  /** How the driver finds data. */
  static DataHashes data(LauncherRequest request) {
    Locations locations = request.components().locations();
    return new DataHashes(request.components().slots(), locations);
  }
}
