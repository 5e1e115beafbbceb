package vae.experiments.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.wiring.Slots;

/** What a run is computed with and from: kernels, data, plugins. */
final class ComponentOptions {

  @Mixin private DataFolder data;

  @Mixin private ComputeOptions compute;

  @Mixin private PluginOptions plugins;

  Locations locations() {
    return data.locations();
  }

  ComputeOptions compute() {
    return compute;
  }

  Optional<Path> data() {
    return data.path();
  }

  List<Path> plugins() {
    return plugins.jars();
  }

  KernelSet kernels() {
    return compute.kernels();
  }

  Slots slots() {
    return plugins.slots();
  }
}
