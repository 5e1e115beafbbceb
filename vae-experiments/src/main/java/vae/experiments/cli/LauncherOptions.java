package vae.experiments.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae.core.spec.SpecException;
import vae.experiments.report.run.RunReport;
import vae.experiments.run.RunSettings;
import vae.experiments.sweep.Keep;
import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.local.LocalLauncher;
import vae.experiments.sweep.local.LocalSetup;
import vae.experiments.sweep.slurm.SlurmLauncher;
import vae.experiments.sweep.slurm.SlurmOptions;
import vae.experiments.sweep.spark.SparkClasses;
import vae.experiments.sweep.spark.SparkLauncher;
import vae.experiments.sweep.spark.SparkOptions;
import vae.experiments.sweep.worker.DataHashes;
import vae.experiments.sweep.worker.WorkerSettings;

/** Where the trials of a sweep run: in workers of this process, or on a cluster. */
final class LauncherOptions {

  private static final int MAX_WORKERS = 1024;

  private enum Place {
    LOCAL,
    SPARK,
    SLURM
  }

  @Option(
      names = "--launcher",
      paramLabel = "NAME",
      defaultValue = "local",
      description = "Where trials run (default: ${DEFAULT-VALUE}).")
  private String launcher;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Trials to run at the same time (default: as many as threads).")
  private Integer workers;

  @Option(names = "--master", paramLabel = "URL", description = "The cluster's master.")
  private String master;

  @Option(
      names = "--keep",
      defaultValue = "runs",
      description =
          "What to keep of a trial: its run folder, or only its record (default:"
              + " ${DEFAULT-VALUE}).")
  private Keep keep;

  @Option(names = "--reports", description = "Write a report of every run.")
  private boolean reports;

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

  @Mixin private ComponentOptions components;

  ComponentOptions components() {
    return components;
  }

  /** Whether the command returns before its trials have ended. */
  boolean returns() {
    return noWait;
  }

  /** Trials at a time where this process runs them: one per thread unless {@code --workers}. */
  int atOnce() {
    return workers == null ? components.compute().threads() : workers;
  }

  /**
   * Refuses a launcher that there is not.
   *
   * @throws SpecException with the names of those that there are
   */
  void requireKnown() {
    place();
  }

  private Place place() {
    List<String> known =
        Stream.of(Place.values()).map(it -> it.name().toLowerCase(Locale.ROOT)).toList();
    if (!known.contains(launcher)) {
      throw SpecException.unknown("", "launcher", launcher, known, "").at("--launcher");
    }
    return Place.values()[known.indexOf(launcher)];
  }

  /**
   * Refuses what the launcher cannot do, before the sweep's folder is made.
   *
   * @throws CommandException where an option does not fit
   */
  void require() {
    switch (place()) {
      case LOCAL -> {
        if (master != null) {
          throw CommandException.badInput(
              "--master: the launcher \"local\" has none; leave the option out");
        }
        if (workers != null && (workers < 1 || workers > MAX_WORKERS)) {
          throw CommandException.badInput(
              "--workers: expected a number from 1 to %d, got %d".formatted(MAX_WORKERS, workers));
        }
      }
      case SPARK -> {
        if (SparkClasses.missing().isPresent()) {
          throw CommandException.badInput(SparkClasses.missing().get());
        }
        requireNothingLocal();
        spark();
        if (noWait) {
          throw CommandException.badInput(
              "--no-wait: Spark's trials end with their driver; leave it out");
        }
      }
      case SLURM -> {
        if (master != null) {
          throw CommandException.badInput(
              "--master: SLURM's commands know theirs (SLURM_CONF); leave the option out");
        }
        requireNothingLocal();
        slurm();
      }
    }
  }

  private void requireNothingLocal() {
    if (reports) {
      throw CommandException.badInput(
          "--reports: workers of a cluster write none; `vae report RUN` makes one of any run");
    }
    if (workers != null) {
      throw CommandException.badInput(
          "--workers: the cluster says how many there are; leave it out");
    }
  }

  private SparkOptions spark() {
    Map<String, String> settings;
    try {
      settings = SparkOptions.settings(spark);
    } catch (IllegalArgumentException e) {
      throw CommandException.badInput("--spark-conf: " + e.getMessage());
    }
    return new SparkOptions(Optional.ofNullable(master), settings, trialsPerTask());
  }

  private SlurmOptions slurm() {
    return new SlurmOptions(slurm, trialsPerTask(), !noWait);
  }

  private int trialsPerTask() {
    if (perTask < 1) {
      throw CommandException.badInput(
          "--per-task: expected a number of at least 1, got " + perTask);
    }
    return perTask;
  }

  /** Opens the launcher; to be closed. */
  Launcher open(SweepFolder folder, int trials) {
    return switch (place()) {
      case LOCAL -> local(folder, trials);
      case SPARK -> new SparkLauncher(folder, workers(folder), data(), spark());
      case SLURM -> new SlurmLauncher(folder, workers(folder), data(), slurm());
    };
  }

  /**
   * At most one worker a trial: trials of their own scale better than threads within one. What is
   * left over of the threads is shared out evenly, at least one each.
   */
  private Launcher local(SweepFolder folder, int trials) {
    int count = Math.clamp(atOnce(), 1, Math.max(1, trials));
    int share = Math.max(1, components.compute().threads() / count);
    RunSettings.Finisher finisher = reports ? RunReport::write : (Path _) -> {};
    LocalSetup setup =
        new LocalSetup(
            components::slots,
            () -> components.compute().kernels(share),
            components.locations(),
            finisher);
    return new LocalLauncher(folder, setup, count, keep);
  }

  private WorkerSettings workers(SweepFolder folder) {
    return new WorkerSettings(
        keep == Keep.RUNS ? Optional.of(folder.path()) : Optional.empty(),
        "",
        components.compute().choice(),
        components.data(),
        components.plugins());
  }

  /** The data as this process finds them. */
  DataHashes data() {
    return new DataHashes(components.slots(), components.locations());
  }
}
