package vae.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;

/** An executor, which is a process of its own, is killed while a sweep runs on two of them. */
final class KilledExecutorTest {

  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";
  private static final int TRIALS = 12;

  @TempDir private Path folder;

  @Test
  void killedExecutorsLoseNoTrialAndRepeatNone() throws IOException, InterruptedException {
    List<Trial> trials = TinySweep.trials(40).subList(0, TRIALS);
    SweepFolder sweep = TinySweep.folder(folder, trials);
    try (Child driver = SparkSweepTest.driver("killed", 2, sweep, "runs", 1)) {
      driver.await("some trials ended", SparkSweepTest.MOST, it -> it.count("ended") >= 3);
      List<ProcessHandle> executors = driver.processes(EXECUTOR);
      assertEquals(2, executors.size());
      assertTrue(executors.getFirst().destroyForcibly());
      assertEquals(0, driver.exit(SparkSweepTest.MOST), driver::errorsOrNone);
      assertEquals(TRIALS, driver.count("ended"));
      // Whether a trial was at work in it, and whether its successor came in time for one, is
      // a matter of moments; that nothing is lost or repeated is not.
      assertTrue(driver.workers().size() >= 2);
      assertTrue(driver.count("begun") >= TRIALS);
    }
    assertEquals(
        TinySweep.digests(trials, folder.resolve("here")), SparkSweepTest.digests(sweep, trials));
    assertEquals(TRIALS, SparkSweepTest.entries(sweep.runs()));
    assertEquals(0, SparkSweepTest.entries(sweep.attempts()));
  }
}
