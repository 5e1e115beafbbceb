package vae.experiments.run.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Progress;

/** S14: a run whose lock is removed under it, so that a second one takes its folder. */
final class LostLockTest {

  @TempDir private Path root;

  @Test
  void theFirstRunStopsAndTheSecondEndsAsAnUndisturbedOne() throws IOException {
    Resolved experiment = SmallRun.read(SmallRun.GAUSSIAN);
    try (KernelSet kernels = SmallRun.scalar()) {
      RunResult expected = SmallRun.run(experiment, kernels, root.resolve("undisturbed"));
      Path runs = root.resolve("runs");
      RunResult[] second = new RunResult[1];
      Progress meddling =
          new Progress() {
            @Override
            public void step(long step, long steps) {
              if (step == 6) {
                second[0] = resumedBesides(experiment, kernels, runs);
              }
            }

            @Override
            public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
          };
      RunFolderException stopped =
          assertThrows(
              RunFolderException.class,
              () -> SmallRun.runner(kernels, runs).run(experiment, false, meddling));
      assertTrue(stopped.getMessage().contains(".lock was removed or replaced"));
      assertEquals(expected.digest(), second[0].digest());
      assertTrue(Verification.of(second[0].folder()).verified(), "nothing is interleaved");
    }
  }

  /** Removes the lock and resumes elsewhere, as another process would: this one owns the path. */
  private static RunResult resumedBesides(Resolved experiment, KernelSet kernels, Path runs) {
    try (var all = Files.list(runs)) {
      Path folder = all.findFirst().orElseThrow();
      Path moved = runs.resolveSibling("moved").resolve(folder.getFileName());
      Files.createDirectories(moved.getParent());
      Files.delete(folder.resolve(".lock"));
      Files.move(folder, moved);
      RunResult result =
          SmallRun.runner(kernels, moved.getParent()).run(experiment, true, Progress.UNWATCHED);
      Files.move(moved, folder);
      return new RunResult(
          folder,
          result.name(),
          result.id(),
          result.status(),
          result.digest(),
          result.metrics(),
          result.further(),
          result.quantities(),
          result.message(),
          result.stopped(),
          result.kept());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
