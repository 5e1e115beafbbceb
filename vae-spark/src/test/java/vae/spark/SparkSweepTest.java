package vae.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;

/**
 * Sweeps on a Spark cluster of two executors, which are processes of their own: the same digests as
 * in this process, whatever is killed.
 */
final class SparkSweepTest {

  private static final Duration MOST = Duration.ofSeconds(180);
  private static final String CLUSTER = "local-cluster[2,1,1024]";
  private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

  @TempDir private Path folder;

  private static SparkHome home(String test) throws IOException {
    return SparkHome.in(Path.of("target", "spark-tests", test).toAbsolutePath());
  }

  private static Child driver(SparkHome home, SweepFolder sweep, String keep, int perTask)
      throws IOException {
    return home.start(
        "driver",
        List.of(),
        Driver.class.getName(),
        List.of(sweep.path().toString(), CLUSTER, keep, Integer.toString(perTask)));
  }

  static Map<String, String> digests(SweepFolder sweep, List<Trial> trials) throws IOException {
    Records records = Records.read(sweep.results());
    Map<String, String> digests = new TreeMap<>();
    for (Trial trial : trials) {
      records
          .of(trial)
          .filter(record -> record.status() == TrialRecord.Status.COMPLETE)
          .ifPresent(record -> digests.put(trial.id(), record.digest()));
    }
    return digests;
  }

  static long entries(Path path) throws IOException {
    if (Files.notExists(path)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.count();
    }
  }

  @Test
  void executorsComputeTheSameDigests() throws IOException, InterruptedException {
    List<Trial> trials = TinySweep.trials(2);
    SweepFolder sweep = TinySweep.folder(folder, trials);
    try (Child driver = driver(home("digests"), sweep, "runs", 1)) {
      assertEquals(0, driver.exit(MOST), driver::errorsOrNone);
      assertEquals(TinySweep.TRIALS, driver.count("ended"));
      assertEquals(TinySweep.TRIALS, driver.count("begun"));
      assertEquals(2, driver.workers().size());
    }
    assertEquals(TinySweep.digests(trials, folder.resolve("here")), digests(sweep, trials));
    assertEquals(TinySweep.TRIALS, entries(sweep.runs()));
    assertEquals(0, entries(sweep.attempts()));
  }

  @Test
  void killedExecutorsLoseNoTrialAndRepeatNone() throws IOException, InterruptedException {
    List<Trial> trials = TinySweep.trials(40).subList(0, 16);
    SweepFolder sweep = TinySweep.folder(folder, trials);
    try (Child driver = driver(home("killed"), sweep, "runs", 1)) {
      driver.await("some trials ended", MOST, it -> it.count("ended") >= 4);
      List<ProcessHandle> executors = driver.processes(EXECUTOR);
      assertEquals(2, executors.size());
      assertTrue(executors.getFirst().destroyForcibly());
      assertEquals(0, driver.exit(MOST), driver::errorsOrNone);
      assertEquals(trials.size(), driver.count("ended"));
      // Whether a trial was at work in it, and whether its successor came in time for one, is
      // a matter of moments; that nothing is lost or repeated is not.
      assertTrue(driver.workers().size() >= 2);
      assertTrue(driver.count("begun") >= trials.size());
    }
    assertEquals(TinySweep.digests(trials, folder.resolve("here")), digests(sweep, trials));
    assertEquals(trials.size(), entries(sweep.runs()));
    assertEquals(0, entries(sweep.attempts()));
  }

  @Test
  void nothingNeedBeSharedWhereOnlyRecordsAreKept() throws IOException, InterruptedException {
    List<Trial> trials = TinySweep.trials(2).subList(0, 16);
    SweepFolder sweep = TinySweep.folder(folder, trials);
    try (Child driver = driver(home("records"), sweep, "records", 8)) {
      assertEquals(0, driver.exit(MOST), driver::errorsOrNone);
      assertEquals(trials.size(), driver.count("ended"));
    }
    assertEquals(TinySweep.digests(trials, folder.resolve("here")), digests(sweep, trials));
    assertFalse(Files.exists(sweep.runs()));
    assertEquals(0, entries(sweep.attempts()));
  }
}
