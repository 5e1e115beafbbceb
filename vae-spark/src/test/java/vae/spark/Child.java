package vae.spark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A process that a test started, with its output in files; closing it ends it and all processes
 * that it started.
 */
final class Child implements AutoCloseable {

  private static final long POLL_MILLIS = 50;

  private final Process process;
  private final Path out;
  private final Path err;

  private Child(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static Child start(String name, Path folder, List<String> command) throws IOException {
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("SPARK_HOME", folder.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new Child(process, out, err);
  }

  /** What it has printed so far, a line each. */
  List<String> lines() throws IOException {
    return Files.readString(out).lines().toList();
  }

  /** What it has printed to the error stream. */
  String errors() throws IOException {
    return Files.readString(err);
  }

  /** The same for a message. */
  String errorsOrNone() {
    try {
      return errors();
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** The names of the workers on which something began. */
  Set<String> workers() throws IOException {
    return lines().stream()
        .filter(line -> line.startsWith("begun "))
        .map(line -> line.split(" ", 3)[2])
        .collect(Collectors.toSet());
  }

  /** Waits until what it printed is as told; fails where it ends before, or takes longer. */
  void await(String what, Duration most, Predicate<Child> isSo)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    while (!isSo.test(this)) {
      boolean over = System.nanoTime() > end;
      if (over || (!process.isAlive() && !isSo.test(this))) {
        throw new AssertionError(
            "%s: %s within %d s\n%s\n%s"
                .formatted(
                    what,
                    over ? "not" : "ended before, with " + process.exitValue() + ", not",
                    most.toSeconds(),
                    String.join("\n", lines()),
                    errors()));
      }
      Thread.sleep(POLL_MILLIS);
    }
  }

  /** Whether it printed this, to whichever stream. */
  boolean says(String text) {
    return timesSaid(text) > 0;
  }

  /** How many lines of whichever stream hold this. */
  long timesSaid(String text) {
    try {
      return Stream.concat(lines().stream(), errors().lines())
          .filter(line -> line.contains(text))
          .count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** How many lines begin so. */
  long count(String beginning) {
    try {
      return lines().stream().filter(line -> line.startsWith(beginning)).count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Waits for its end and returns its exit code; fails where it takes longer. */
  int exit(Duration most) throws IOException, InterruptedException {
    if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError(
          "still running after %d s\n%s\n%s"
              .formatted(most.toSeconds(), String.join("\n", lines()), errors()));
    }
    return process.exitValue();
  }

  /** The processes that it started, directly or not, whose command line says this. */
  List<ProcessHandle> processes(String saying) {
    return process
        .toHandle()
        .descendants()
        .filter(it -> it.info().commandLine().orElse("").contains(saying))
        .toList();
  }

  /** Ends it at once, as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    List<ProcessHandle> all = process.toHandle().descendants().toList();
    process.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
  }
}
