package vae.experiments.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The folder of run folders. */
final class RunsFolder {

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "runs",
      description = "Folder of run folders (default: ${DEFAULT-VALUE}).")
  private Path runs;

  /** The folder as it was named, whatever is there. */
  Path named() {
    return runs;
  }

  /**
   * @throws CommandException where it is a file
   */
  Path path() {
    return requireNoFile(runs);
  }

  /** The folder that a run's is in, unless another one was named. */
  Path beside(Path run) {
    Path parent = run.toAbsolutePath().normalize().getParent();
    return runs.equals(Path.of("runs")) && parent != null ? parent : path();
  }

  static Path requireNoFile(Path runs) {
    if (runs != null && Files.exists(runs) && !Files.isDirectory(runs)) {
      throw CommandException.badInput(
          "--runs: %s is a file; name the folder of your runs".formatted(runs));
    }
    return runs;
  }
}
