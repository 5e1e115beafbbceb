package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.report.run.RunReport;
import vae.experiments.run.RunEnvironment;
import vae.experiments.run.RunSettings;
import vae.experiments.run.Runner;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.wiring.Slots;

/** The options of every command that computes. */
final class RunOptions {

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Folder of run folders (default: ${DEFAULT-VALUE}).")
  private Path runs;

  @Mixin private ComponentOptions components;

  /** The folder of run folders. */
  Path runs() {
    return folder(runs);
  }

  /**
   * The folder that {@code --runs} names.
   *
   * @throws CommandException where it is a file
   */
  static Path folder(Path runs) {
    if (runs != null && Files.exists(runs) && !Files.isDirectory(runs)) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--runs: %s is a file; name the folder of your runs".formatted(runs));
    }
    return runs;
  }

  /** Where data sets are looked for. */
  Locations locations() {
    return components.locations();
  }

  /** Starts the kernels; to be closed. */
  KernelSet kernels() {
    return components.kernels();
  }

  /** Every slot, with the plugins'. */
  Slots slots() {
    return components.slots();
  }

  /** Runs experiments with these options. */
  Runner runner(Slots slots, KernelSet kernelSet, Cadence cadence) {
    return new Runner(
        new RunEnvironment(slots, kernelSet, locations()),
        RunSettings.in(runs()).finishedBy(RunOptions::report).withCheckpoints(cadence));
  }

  /** Writes the report of a run. */
  static void report(Path folder) throws IOException {
    RunReport.write(folder);
  }
}
