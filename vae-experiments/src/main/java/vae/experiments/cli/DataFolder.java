package vae.experiments.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import vae.data.source.Locations;

/** The folder of data sets. */
final class DataFolder {

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of data sets, searched before $$VAE_DATA and the user's cache.")
  private Path data;

  Optional<Path> path() {
    return Optional.ofNullable(data);
  }

  Locations locations() {
    return Locations.standard(path());
  }
}
