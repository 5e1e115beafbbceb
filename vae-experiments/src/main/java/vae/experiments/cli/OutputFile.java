package vae.experiments.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Where a command writes what it made, which is found out before it is made. */
final class OutputFile {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "PATH",
      required = true,
      description = "Where to write.")
  private Path path;

  @Option(names = "--force", description = "Replace files that are there.")
  private boolean force;

  /**
   * A file that may be written.
   *
   * @throws CommandException where something is in the way
   */
  Path file() {
    if (Files.isDirectory(path)) {
      throw refused("this is a folder, where a file is needed", "");
    }
    requireParent();
    if (!force && Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw refused("this exists already", "Name another file, or replace it with --force.");
    }
    return path;
  }

  /**
   * A folder that may be written to: a new one, or an empty one; with {@code --force} any.
   *
   * @throws CommandException where something is in the way
   */
  Path folder() throws IOException {
    if (Files.isDirectory(path)) {
      try (Stream<Path> content = Files.list(path)) {
        if (!force && content.findAny().isPresent()) {
          throw refused(
              "this folder is not empty",
              "Name another folder, or replace the files in it with --force.");
        }
      }
    } else if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      throw refused("this is a file, where a folder is needed", "");
    }
    requireParent();
    return path;
  }

  /**
   * Refuses a place in the folder of a run.
   *
   * @throws CommandException where it is in there
   */
  void requireOutside(Path run) throws IOException {
    Path folder = path.toAbsolutePath().normalize();
    while (folder != null && !Files.isDirectory(folder)) {
      folder = folder.getParent();
    }
    if (folder != null
        && Files.isDirectory(run)
        && folder.toRealPath().startsWith(run.toRealPath())) {
      throw refused(
          "this is in the folder of the run, whose files stay as they are",
          "Name a place elsewhere.");
    }
  }

  private void requireParent() {
    Path parent = path.toAbsolutePath().normalize().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw refused("its folder does not exist", "");
    }
  }

  private CommandException refused(String problem, String fix) {
    return CommandException.badInput(
        "-o %s: %s%s".formatted(path, problem, fix.isEmpty() ? "" : "\n" + fix));
  }
}
