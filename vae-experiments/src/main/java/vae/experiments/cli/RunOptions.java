package vae.experiments.cli;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;
import picocli.CommandLine.Mixin;
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
    URL[] jars = new URL[plugins.size()];
    for (int i = 0; i < jars.length; i++) {
      Path jar = plugins.get(i);
      if (!Files.isRegularFile(jar)) {
        throw new CommandException(
            ExitCode.BAD_INPUT, "--plugin: expected a jar, found no file " + jar);
      }
      try (JarFile _ = new JarFile(jar.toFile())) { // a class loader would pass over what is none
        jars[i] = jar.toUri().toURL();
      } catch (IOException e) {
        throw new CommandException(
            ExitCode.BAD_INPUT, "--plugin %s: is not a jar (%s)".formatted(jar, e.getMessage()), e);
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
