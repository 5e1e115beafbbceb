package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.slurm.ArrayTask;

/** {@code vae trial}: what a task of a cluster's job array runs; written into its script by us. */
@Command(
    name = "trial",
    hidden = true,
    description = "Runs trials of a sweep as a task of a job array; `vae sweep` submits those.")
final class TrialCommand implements Callable<Integer> {

  @Parameters(paramLabel = "SWEEP", description = "The sweep's folder.")
  private Path folder;

  @Option(
      names = "--submission",
      required = true,
      paramLabel = "NAME",
      description = "The array's folder below attempts/.")
  private String submission;

  @Option(
      names = "--task",
      required = true,
      paramLabel = "N",
      description = "Which task of the array, from 0.")
  private int task;

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description = "Threads of large operations (default: ${DEFAULT-VALUE}).")
  private int threads;

  @Override
  public Integer call() throws IOException {
    if (task < 0 || threads < 1) {
      throw CommandException.badInput("expected --task of at least 0 and --threads of at least 1");
    }
    String node = System.getenv().getOrDefault("SLURMD_NODENAME", "a node");
    ArrayTask.run(SweepFolder.existing(folder), submission, task, threads, "slurm on " + node);
    return ExitCode.DONE.code();
  }
}
