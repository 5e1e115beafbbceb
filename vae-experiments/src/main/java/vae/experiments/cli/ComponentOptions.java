package vae.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.wiring.Plugins;
import vae.experiments.wiring.Slots;

/** What a run is computed with and from: kernels, data, plugins. */
final class ComponentOptions {

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

  /** Where data sets are looked for. */
  Locations locations() {
    return Locations.standard(Optional.ofNullable(data));
  }

  /** What computes. */
  ComputeOptions compute() {
    return compute;
  }

  /** The folder of data sets that was asked for. */
  Optional<Path> data() {
    return Optional.ofNullable(data);
  }

  /** The plugins' jars. */
  List<Path> plugins() {
    return plugins;
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
}
