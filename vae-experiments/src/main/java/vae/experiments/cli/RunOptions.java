package vae.experiments.cli;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.report.RunReport;
import vae.experiments.run.Runner;
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

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of large operations (default: one a processor); never changes bits.")
  private Integer threads;

  @Option(
      names = "--kernels",
      paramLabel = "auto|simd|scalar",
      defaultValue = "auto",
      description = "Provider of the arithmetic (default: ${DEFAULT-VALUE}); never changes bits.")
  private String kernels;

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
    int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
    if (count < 1 || count > 1024) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--threads: expected a number from 1 to 1024, got " + count);
    }
    try {
      return KernelSet.choose(KernelSet.Choice.valueOf(kernels.toUpperCase(Locale.ROOT)), count);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.BAD_INPUT, "--kernels: expected auto, simd or scalar, got \"" + kernels + "\"");
    } catch (IllegalStateException e) {
      throw new CommandException(ExitCode.OTHER, e.getMessage());
    }
  }

  /** Every slot, with the plugins'. */
  Slots slots() {
    URL[] jars = new URL[plugins.size()];
    for (int i = 0; i < jars.length; i++) {
      Path jar = plugins.get(i);
      if (!Files.isRegularFile(jar)) {
        throw new CommandException(
            ExitCode.BAD_INPUT, "--plugin: expected a jar, found no file " + jar);
      }
      try {
        jars[i] = jar.toUri().toURL();
      } catch (MalformedURLException e) {
        throw new CommandException(ExitCode.BAD_INPUT, "--plugin: " + e.getMessage());
      }
    }
    return Slots.load(
        jars.length == 0
            ? RunOptions.class.getClassLoader()
            : new URLClassLoader(jars, RunOptions.class.getClassLoader()));
  }

  /** Runs experiments with these options. */
  Runner runner(Slots slots, KernelSet kernelSet) {
    return new Runner(slots, kernelSet, locations(), runs, RunOptions::report);
  }

  private static void report(Path folder) throws IOException {
    RunReport.write(folder);
  }
}
