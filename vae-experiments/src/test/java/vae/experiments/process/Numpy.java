package vae.experiments.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Python that has numpy: any {@code python3} on the PATH. Without one tests are skipped, or fail
 * where the environment says {@code VAE_REQUIRE_NUMPY=1}.
 */
public final class Numpy {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path python;

  private Numpy(Path python) {
    this.python = python;
  }

  /** The first on the PATH that imports numpy. */
  public static Numpy find() throws InterruptedException {
    Optional<Path> found = Optional.empty();
    for (Path each : candidates().toList()) {
      if (found.isEmpty()
          && run(each, "-c", "import numpy") instanceof Outcome.Exited(int code, _, _)
          && code == 0) {
        found = Optional.of(each);
      }
    }
    String missing = "no python3 with numpy on the PATH; on Debian `apt-get install python3-numpy`";
    if (found.isEmpty() && "1".equals(System.getenv("VAE_REQUIRE_NUMPY"))) {
      fail(missing + " (VAE_REQUIRE_NUMPY=1 makes this a failure)");
    }
    return new Numpy(found.orElseGet(() -> abort("skipped: " + missing)));
  }

  private static Stream<Path> candidates() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(Arrays.stream(path.split(File.pathSeparator)), Stream.of("/usr/bin"))
        .map(folder -> Path.of(folder, "python3"))
        .filter(Files::isExecutable)
        .distinct();
  }

  private static Outcome run(Path python, String... arguments) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of(python.toString()));
    words.addAll(List.of(arguments));
    return Command.of(words).run(PATIENCE);
  }

  /** Runs a script; the lines that it prints. */
  public List<String> run(Path script, Object... arguments) throws InterruptedException {
    List<String> all = new ArrayList<>(List.of(script.toString()));
    Arrays.stream(arguments).map(Object::toString).forEach(all::add);
    Outcome.Exited ended =
        assertInstanceOf(Outcome.Exited.class, run(python, all.toArray(String[]::new)));
    assertEquals(0, ended.code(), () -> ended.err().text());
    return ended.out().text().lines().toList();
  }
}
