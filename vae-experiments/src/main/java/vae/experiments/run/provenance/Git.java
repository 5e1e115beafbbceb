package vae.experiments.run.provenance;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vae.experiments.process.Command;
import vae.experiments.process.Outcome;

/**
 * Questions to git, which need not be there.
 *
 * <p>No program that a repository's configuration names is run, nothing is written, nothing is
 * fetched, and variables such as {@code GIT_DIR} do not turn the question to another repository.
 */
final class Git {

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Of sources that differ from a commit; more is no answer. */
  private static final int KEPT = 32 << 20;

  private static final List<String> SAFE =
      List.of(
          "--no-optional-locks",
          "--no-pager",
          "-c",
          "core.fsmonitor=false",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "diff.external=");

  private Git() {}

  /** What the command prints, without blanks at its ends; empty where it has no whole answer. */
  static Optional<String> ask(Path folder, List<String> arguments) {
    List<String> words = new ArrayList<>(List.of("git", "-C", folder.toString()));
    words.addAll(SAFE);
    words.addAll(arguments);
    Command command =
        Command.of(words)
            .without("GIT_")
            .with("GIT_TERMINAL_PROMPT", "0")
            .with("GIT_NO_LAZY_FETCH", "1")
            .keeping(KEPT);
    try {
      return command.run(PATIENCE)
                  instanceof Outcome.Exited(int code, Outcome.Printed(String text, boolean cut), _)
              && code == 0
              && !cut
          ? Optional.of(text.strip())
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
