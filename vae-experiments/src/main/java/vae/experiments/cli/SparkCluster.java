package vae.experiments.cli;

import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.spark.SparkClasses;
import vae.experiments.sweep.spark.SparkLauncher;

/** {@code --launcher spark}: the executors of an Apache Spark cluster. */
final class SparkCluster implements LauncherFactory {

  @Override
  public String name() {
    return "spark";
  }

  @Override
  public void require(LauncherRequest request) {
    SparkClasses.missing()
        .ifPresent(
            problem -> {
              throw new CommandException(ExitCode.BAD_INPUT, problem);
            });
    request.requireNoReports();
    request.cluster().spark(request.master());
    if (request.cluster().returns()) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--no-wait: Spark's trials end with their driver; leave it out");
    }
  }

  @Override
  public Launcher open(LauncherRequest request) {
    return new SparkLauncher(
        request.folder(),
        request.workerSettings(),
        request.dataHashes(),
        request.cluster().spark(request.master()));
  }
}
