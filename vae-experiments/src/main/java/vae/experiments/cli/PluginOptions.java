package vae.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import vae.experiments.wiring.Plugins;
import vae.experiments.wiring.Slots;

/** Jars with components of the user's own. */
final class PluginOptions {

  @Option(
      names = "--plugin",
      paramLabel = "JAR",
      description = "Jar with components or experiments of your own; may be repeated.")
  private List<Path> plugins = new ArrayList<>();

  boolean given() {
    return !plugins.isEmpty();
  }

  /** The jars, none of which was opened yet. */
  List<Path> jars() {
    for (Path jar : plugins) {
      if (!Files.isRegularFile(jar)) {
        throw CommandException.badInput("--plugin: expected a jar, found no file " + jar);
      }
    }
    return List.copyOf(plugins);
  }

  Slots slots() {
    return Plugins.load(jars());
  }
}
