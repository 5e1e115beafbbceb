package vae.experiments.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A program to run, with nothing to read from its standard input.
 *
 * <p>Both streams are read while it runs, so it never waits for a reader; of each the last bytes
 * are kept. At its deadline, when the caller is interrupted and when this JVM ends, it is killed
 * with its children.
 *
 * @param words the program and its arguments; no shell reads them
 * @param folder to run in; empty for this process's own
 * @param variables of the environment that are added or replaced
 * @param hidden no variable whose name starts with this is handed on; empty for all
 * @param kept bytes of each stream that are kept, ≥ 1
 */
public record Command(
    List<String> words,
    Optional<Path> folder,
    Map<String, String> variables,
    Optional<String> hidden,
    int kept) {

  private static final int KEPT = 1 << 20;

  /** A child of a killed program may hold the streams; nobody waits longer for it. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  public Command {
    words = List.copyOf(words);
    variables = Map.copyOf(variables);
    if (words.isEmpty() || kept < 1) {
      throw new IllegalArgumentException(
          "expected a program and at least 1 byte to keep, got %s, %d".formatted(words, kept));
    }
  }

  /** The program in this process's folder and environment; 1 MiB of each stream is kept. */
  public static Command of(List<String> words) {
    return new Command(words, Optional.empty(), Map.of(), Optional.empty(), KEPT);
  }

  public Command in(Path elsewhere) {
    return new Command(words, Optional.of(elsewhere), variables, hidden, kept);
  }

  /** With one more variable in its environment. */
  public Command with(String name, String value) {
    Map<String, String> more = new HashMap<>(variables);
    more.put(name, value);
    return new Command(words, folder, more, hidden, kept);
  }

  /** Without this process's variables of that beginning. */
  public Command without(String beginning) {
    return new Command(words, folder, variables, Optional.of(beginning), kept);
  }

  public Command keeping(int bytes) {
    return new Command(words, folder, variables, hidden, bytes);
  }

  /**
   * Runs it to its end or its deadline.
   *
   * @throws InterruptedException after the program was killed
   */
  public Outcome run(Duration deadline) throws InterruptedException {
    Process process;
    try {
      process = start();
    } catch (IOException e) {
      return new Outcome.NotStarted(e.getMessage());
    }
    Thread hook = new Thread(() -> kill(process), "kill " + words.getFirst());
    boolean hooked = hook(hook);
    Drain out = new Drain(process.getInputStream(), kept);
    Drain err = new Drain(process.getErrorStream(), kept);
    try {
      boolean ended = process.waitFor(deadline);
      if (!ended) {
        kill(process);
      }
      out.await(PATIENCE);
      err.await(PATIENCE);
      return ended
          ? new Outcome.Exited(process.exitValue(), out.printed(), err.printed())
          : new Outcome.TimedOut(deadline, out.printed(), err.printed());
    } finally {
      if (process.isAlive()) {
        kill(process);
      }
      if (hooked) {
        unhook(hook);
      }
    }
  }

  private Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    folder.ifPresent(path -> builder.directory(path.toFile()));
    hidden.ifPresent(name -> builder.environment().keySet().removeIf(it -> it.startsWith(name)));
    builder.environment().putAll(variables);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      // it has ended already
    }
    return process;
  }

  /** With the children that its children begin meanwhile. */
  private static void kill(Process process) {
    List<ProcessHandle> children = process.descendants().toList();
    process.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    children.stream()
        .flatMap(ProcessHandle::descendants)
        .toList()
        .forEach(ProcessHandle::destroyForcibly);
  }

  private static boolean hook(Thread hook) {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      return true;
    } catch (IllegalStateException e) {
      return false; // the JVM is ending: the deadline still holds
    }
  }

  private static void unhook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the JVM is ending, and the hook runs
    }
  }
}
