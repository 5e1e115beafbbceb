package vae.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
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

  private Optional<Slots> loaded = Optional.empty();

  /** Whether any was given. */
  boolean given() {
    return !plugins.isEmpty();
  }

  List<Path> jars() {
    for (Path jar : plugins) {
      if (!Files.isRegularFile(jar)) {
        throw CommandException.badInput("--plugin: expected a jar, found no file " + jar);
      }
    }
    return List.copyOf(plugins);
  }

  Slots slots() {
    loaded = Optional.of(Plugins.load(jars()));
    return loaded.get();
  }

  /** The problem of a command, in terms of the plugin at fault where it is one's. */
  static Throwable blamed(CommandSpec command, Throwable problem) {
    for (CommandSpec mixin : command.mixins().values()) {
      Throwable blamed =
          mixin.userObject() instanceof PluginOptions options
              ? options.blamed(problem)
              : blamed(mixin, problem);
      if (blamed != problem) {
        return blamed;
      }
    }
    return problem;
  }

  private Throwable blamed(Throwable problem) {
    boolean unchecked = problem instanceof RuntimeException || problem instanceof Error;
    if (!unchecked || loaded.isEmpty()) {
      return problem;
    }
    try {
      return loaded.get().brought().blame(problem);
    } catch (Error e) {
      return e;
    }
  }
}
