package vae.experiments.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import vae.experiments.run.RunSettings;
import vae.experiments.sweep.Keep;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.worker.DataHashes;
import vae.experiments.sweep.worker.WorkerSettings;

/**
 * What a sweep asks of the place where its trials run.
 *
 * @param folder the sweep's
 * @param trials in its plan
 * @param workers as asked for with {@code --workers}
 * @param master as asked for with {@code --master}
 * @param keep what is left of a trial
 * @param reports whether every run gets its report
 * @param components kernels, threads, data and plugins
 * @param cluster how a cluster is used
 */
record LauncherRequest(
    SweepFolder folder,
    int trials,
    OptionalInt workers,
    Optional<String> master,
    Keep keep,
    boolean reports,
    ComponentOptions components,
    ClusterOptions cluster) {

  /** What is done with a finished run folder. */
  RunSettings.Finisher finisher() {
    return reports ? RunOptions::report : (Path _) -> {};
  }

  /** Refuses options that no cluster has. */
  void requireNoReports() {
    if (reports) {
      throw new CommandException(
          ExitCode.BAD_INPUT,
          "--reports: workers of a cluster write none; `vae report RUN` makes one of any run");
    }
    if (workers.isPresent()) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--workers: the cluster says how many there are; leave it out");
    }
  }

  /** What the workers are told. */
  WorkerSettings workerSettings() {
    return new WorkerSettings(
        keep == Keep.RUNS ? Optional.of(folder.path()) : Optional.empty(),
        "",
        components.compute().choice(),
        components.data(),
        components.plugins());
  }

  /** How the driver finds data. */
  DataHashes dataHashes() {
    return new DataHashes(components.slots(), components.locations());
  }
}
