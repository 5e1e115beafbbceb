package vae.experiments.cli;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import vae.core.spec.NearestName;

/** The places where the trials of a sweep may run: each is a class and one line in here. */
final class SweepLaunchers {

  private static final List<LauncherFactory> ALL =
      List.of(new LocalWorkers(), new SparkCluster(), new SlurmCluster());

  private SweepLaunchers() {}

  /**
   * The place of this name.
   *
   * @throws CommandException where there is none
   */
  static LauncherFactory named(String name) {
    for (LauncherFactory factory : ALL) {
      if (factory.name().equals(name)) {
        return factory;
      }
    }
    List<String> known = ALL.stream().map(LauncherFactory::name).toList();
    Optional<String> nearest = NearestName.of(name, known);
    throw new CommandException(
        ExitCode.BAD_INPUT,
        "--launcher: unknown launcher \"%s\"%s\nknown: %s"
            .formatted(
                name,
                nearest.map(it -> "; did you mean \"" + it + "\"?").orElse(""),
                known.stream().sorted().collect(Collectors.joining(", "))));
  }
}
