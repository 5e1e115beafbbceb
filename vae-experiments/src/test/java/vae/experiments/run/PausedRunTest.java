package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.run.journal.Journal;
import vae.experiments.run.journal.MetricsLog;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.Resolved;

/** Runs that pause at the end of an epoch, or when they are told to, and go on. */
class PausedRunTest {

  private static final Resolved EXPERIMENT =
      FragileRun.EXPERIMENT.with("training.epochs", 6).with("training.evaluateEvery", 2);

  @TempDir private Path folder;
  private RunResult whole;

  @BeforeEach
  void undisturbed() throws IOException {
    try (KernelSet kernels = SmallRun.scalar()) {
      whole = runner(kernels, "whole").run(EXPERIMENT, false, new SmallRun.Unwatched());
    }
  }

  private Runner runner(KernelSet kernels, String root) {
    return SmallRun.runner(kernels, folder.resolve(root), Cadence.STANDARD);
  }

  private static RunOutcome until(Runner runner, int epochs) throws IOException {
    return runner.run(EXPERIMENT, true, new SmallRun.Unwatched(), new Pause(epochs, () -> false));
  }

  private void assertEndsLikeTheWhole(RunResult result) throws IOException {
    assertEquals(whole.digest(), result.digest());
    assertEquals(whole.metrics(), result.metrics());
    assertEquals(FragileRun.names(whole.folder()), FragileRun.names(result.folder()));
    for (String file : List.of("metrics.jsonl", Journal.FILE)) {
      assertArrayEquals(
          Files.readAllBytes(whole.folder().resolve(file)),
          Files.readAllBytes(result.folder().resolve(file)),
          file);
    }
    assertEquals(List.of(), Verification.of(result.folder()).findings());
  }

  @Test
  void aRunThatPausesTwiceEndsLikeOneThatDoesNot() throws IOException {
    try (KernelSet kernels = SmallRun.scalar()) {
      Runner runner = runner(kernels, "paused");
      for (int epochs : new int[] {2, 4}) {
        PausedRun paused = assertInstanceOf(PausedRun.class, until(runner, epochs));
        assertTrue(paused.reached());
        assertEquals(epochs, paused.epoch());
        assertEquals(
            MetricsLog.at(FolderFile.at(whole.folder().resolve(MetricsLog.FILE)), epochs)
                .get("test/elbo"),
            paused.metrics().get("test/elbo").value());
        assertFalse(Files.exists(paused.folder().resolve("result.json")));
      }
      assertEndsLikeTheWhole(assertInstanceOf(RunResult.class, until(runner, 0)));
    }
  }

  @Test
  void pausingAgainWhereItPausedGivesTheSame() throws IOException {
    try (KernelSet kernels = SmallRun.scalar()) {
      Runner runner = runner(kernels, "again");
      RunOutcome first = until(runner, 4);
      assertEquals(first, until(runner, 4));
      PausedRun before = assertInstanceOf(PausedRun.class, until(runner, 2));
      assertEquals(2, before.epoch());
      assertTrue(before.metrics().containsKey("test/elbo"));
      assertEndsLikeTheWhole(assertInstanceOf(RunResult.class, until(runner, 0)));
    }
  }

  @Test
  void aCompleteRunKnowsWhereItWasAtARung() throws IOException {
    try (KernelSet kernels = SmallRun.scalar()) {
      PausedRun at = assertInstanceOf(PausedRun.class, until(runner(kernels, "whole"), 2));
      PausedRun fresh = assertInstanceOf(PausedRun.class, until(runner(kernels, "fresh"), 2));
      assertEquals(fresh.metrics(), at.metrics());
    }
  }

  @Test
  void aRunThatIsStoppedAfterEveryOtherStepEndsLikeOneThatIsNot() throws IOException {
    try (KernelSet kernels = SmallRun.scalar()) {
      Runner runner = runner(kernels, "stopped");
      RunOutcome outcome = null;
      int attempts = 0;
      while (!(outcome instanceof RunResult)) {
        AtomicInteger steps = new AtomicInteger();
        Pause pause = new Pause(0, () -> steps.incrementAndGet() == 2);
        outcome = runner.run(EXPERIMENT, true, new SmallRun.Unwatched(), pause);
        attempts++;
      }
      assertTrue(attempts > 5, attempts + " attempts");
      assertEndsLikeTheWhole((RunResult) outcome);
    }
  }

  @Test
  void aRunOfWhichNothingIsKeptHasTheSameDigest() throws IOException {
    try (KernelSet kernels = SmallRun.scalar()) {
      RunSettings settings = RunSettings.in(folder.resolve("nothing")).keepingNothing();
      Runner runner = new Runner(SmallRun.environment(kernels), settings);
      PausedRun paused = assertInstanceOf(PausedRun.class, until(runner, 2));
      assertTrue(paused.metrics().containsKey("test/elbo"));
      RunResult result = assertInstanceOf(RunResult.class, until(runner, 0));
      assertEquals(whole.digest(), result.digest());
      assertEquals(whole.metrics(), result.metrics());
      assertFalse(Files.exists(result.folder().resolve("result.json")));
    }
  }
}
