package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Seen from outside the process: libraries and logging add nothing to what a run prints. */
class QuietRunTest {

  /** What the JVM itself says about the Vector API; no option turns it off. */
  private static final String OF_THE_JVM = "WARNING: Using incubator modules: jdk.incubator.vector";

  @Test
  void onlyProgressIsOnStderr(@TempDir Path home, @TempDir Path runs)
      throws IOException, InterruptedException {
    Invocation run =
        Invocation.inOwnProcess(
            home, "run", Invocation.TINY, "--set=training.epochs=2", "--runs", runs);
    assertEquals(0, run.code(), run.err());
    List<String> said = run.err().lines().filter(line -> !line.equals(OF_THE_JVM)).toList();
    assertEquals(3, said.size(), run.err());
    assertTrue(said.getFirst().contains(" trains 1,156 parameters on "), run.err());
    for (int i = 1; i <= 2; i++) {
      assertTrue(said.get(i).startsWith("epoch " + i + " of 2  test/elbo "), run.err());
    }
    assertEquals(12, run.out().lines().count(), run.out());
  }
}
