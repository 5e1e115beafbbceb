package vae.experiments.bench;

import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vae.experiments.process.Command;
import vae.experiments.process.Outcome;

/**
 * Another implementation of the workloads: a command that is run as {@code COMMAND WORKLOAD THREADS
 * STEPS ROUNDS} and prints {@code median_ms=NUMBER} in the last line of its output, the
 * milliseconds of a step in the median of its rounds.
 *
 * <p>Nothing is left running: a peer ends with this JVM.
 */
public final class Peer {

  private static final Pattern FIGURE = Pattern.compile("\\bmedian_ms=(\\S+)");
  private static final int LINES_SHOWN = 5;
  private static final int CHARACTERS_KEPT = 4000;
  private static final Duration PATIENCE = Duration.ofMinutes(15);

  private final List<String> command;

  /**
   * @param command a program, or a program and its first arguments separated by blanks
   */
  public Peer(String command) {
    if (command.isBlank()) {
      throw new IllegalArgumentException("expected a command, got a blank");
    }
    this.command =
        new File(command).isFile() ? List.of(command) : List.of(command.strip().split("\\s+"));
  }

  /**
   * Runs it once.
   *
   * @return milliseconds a step, above 0
   * @throws PeerException where it fails or prints no figure
   */
  double medianMillis(Workload workload, int threads, int steps, int rounds) {
    List<String> words = new ArrayList<>(command);
    words.add(workload.label());
    words.addAll(
        List.of(Integer.toString(threads), Integer.toString(steps), Integer.toString(rounds)));
    return switch (run(words)) {
      case Outcome.NotStarted(String reason) ->
          throw new PeerException(
              "peer `%s`: cannot be started: %s".formatted(words.getFirst(), reason), null);
      case Outcome.TimedOut(Duration deadline, Outcome.Printed out, Outcome.Printed err) ->
          throw failure(
              words, "did not end within " + deadline.toMinutes() + " minutes", last(out, err));
      case Outcome.Exited(int code, Outcome.Printed out, Outcome.Printed err) when code != 0 ->
          throw failure(words, "ended with exit code " + code, last(out, err));
      case Outcome.Exited(_, Outcome.Printed out, Outcome.Printed err) -> {
        List<String> lines = last(out);
        Matcher figure = FIGURE.matcher(lines.isEmpty() ? "" : lines.getLast());
        if (!figure.find()) {
          throw failure(
              words, "expected median_ms=NUMBER in its last line, found none", last(out, err));
        }
        yield positive(words, figure.group(1), last(out, err));
      }
    };
  }

  private static double positive(List<String> words, String text, List<String> last) {
    try {
      double millis = Double.parseDouble(text);
      if (millis > 0 && Double.isFinite(millis)) {
        return millis;
      }
    } catch (NumberFormatException e) {
      // told below, as a number that is no time is
    }
    throw failure(words, "expected a number above 0 after median_ms=, got " + text, last);
  }

  private static Outcome run(List<String> words) {
    try {
      return Command.of(words).run(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerException("peer `%s`: interrupted".formatted(words.getFirst()), e);
    }
  }

  /** The last lines of the streams that are not blank. */
  private static List<String> last(Outcome.Printed... streams) {
    List<String> lines =
        Stream.of(streams)
            .flatMap(stream -> stream.text().lines())
            .filter(line -> !line.isBlank())
            .map(line -> line.substring(0, Math.min(line.length(), CHARACTERS_KEPT)).strip())
            .toList();
    return lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size());
  }

  private static PeerException failure(List<String> words, String problem, List<String> last) {
    return new PeerException(
        "peer `%s`: %s; it printed:%s"
            .formatted(
                String.join(" ", words),
                problem,
                last.isEmpty() ? " nothing" : "\n" + String.join("\n", last)),
        null);
  }
}
