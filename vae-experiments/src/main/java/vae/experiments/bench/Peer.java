package vae.experiments.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another implementation of the workloads: a command that is run as {@code COMMAND WORKLOAD THREADS
 * STEPS ROUNDS} and prints {@code median_ms=NUMBER} in its last line, the milliseconds of a step in
 * the median of its rounds.
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
    Deque<String> last = new ArrayDeque<>();
    int code = run(words, last);
    if (code != 0) {
      throw failure(words, "ended with exit code " + code, last);
    }
    Matcher figure = FIGURE.matcher(last.isEmpty() ? "" : last.getLast());
    if (!figure.find()) {
      throw failure(words, "expected median_ms=NUMBER in its last line, found none", last);
    }
    return positive(words, figure.group(1), last);
  }

  private static double positive(List<String> words, String text, Deque<String> last) {
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

  /** The exit code, with the last lines that the peer wrote to either stream. */
  private static int run(List<String> words, Deque<String> last) {
    Process process;
    try {
      process = new ProcessBuilder(words).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new PeerException(
          "peer `%s`: cannot be started: %s".formatted(words.getFirst(), e.getMessage()), e);
    }
    Thread killer = new Thread(() -> kill(process), "vae-peer-killer");
    Runtime.getRuntime().addShutdownHook(killer);
    Thread reader = Thread.ofPlatform().daemon().name("vae-peer").start(() -> read(process, last));
    try {
      if (!process.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES)) {
        kill(process);
        reader.join(Duration.ofSeconds(5));
        throw failure(words, "did not end within " + PATIENCE.toMinutes() + " minutes", last);
      }
      reader.join(Duration.ofSeconds(5));
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PeerException("peer `%s`: interrupted".formatted(words.getFirst()), e);
    } finally {
      kill(process);
      removeHook(killer);
    }
  }

  private static void read(Process process, Deque<String> last) {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        synchronized (last) {
          if (!line.isBlank()) {
            last.addLast(line.substring(0, Math.min(line.length(), CHARACTERS_KEPT)).strip());
          }
          if (last.size() > LINES_SHOWN) {
            last.removeFirst();
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      // its streams were closed by its end: what was read by then is what there is
    }
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is ending, and the hook runs
    }
  }

  private static PeerException failure(List<String> words, String problem, Deque<String> last) {
    List<String> shown;
    synchronized (last) {
      shown = List.copyOf(last);
    }
    return new PeerException(
        "peer `%s`: %s; it printed:%s"
            .formatted(
                String.join(" ", words),
                problem,
                shown.isEmpty() ? " nothing" : "\n" + String.join("\n", shown)),
        null);
  }
}
