package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.report.RunReport;
import vae.experiments.run.Cadence;
import vae.experiments.run.Runner;
import vae.experiments.wiring.Plugins;
import vae.experiments.wiring.Slots;

/** The options of every command that computes. */
final class RunOptions {

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Folder of run folders (default: ${DEFAULT-VALUE}).")
  private Path runs;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of data sets, searched before $$VAE_DATA and the user's cache.")
  private Path data;

  @Mixin private ComputeOptions compute;

  @Option(
      names = "--plugin",
      paramLabel = "JAR",
      description = "Jar with components or experiments of your own; may be repeated.")
  private List<Path> plugins = new ArrayList<>();

  /** The folder of run folders. */
  Path runs() {
    return runs;
  }

  /** Where data sets are looked for. */
  Locations locations() {
    return Locations.standard(Optional.ofNullable(data));
  }

  /** Starts the kernels; to be closed. */
  KernelSet kernels() {
    return compute.kernels();
  }

  /** Every slot, with the plugins'. */
  Slots slots() {
    for (Path jar : plugins) {
      if (!Files.isRegularFile(jar)) {
        throw new CommandException(
            ExitCode.BAD_INPUT, "--plugin: expected a jar, found no file " + jar);
      }
    }
    return Plugins.load(plugins);
  }

  /** Runs experiments with these options. */
  Runner runner(Slots slots, KernelSet kernelSet, Cadence cadence) {
    return new Runner(slots, kernelSet, locations(), runs, RunOptions::report, cadence);
  }

  private static void report(Path folder) throws IOException {
    RunReport.write(folder);
  }
}
