package vae.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
 * Sweeps on a Spark cluster of executors that are processes of their own: the same digests as in
 * this process.
 */
final class SparkSweepTest {

  static final Duration MOST = Duration.ofSeconds(400);

  /** Enough for each executor to have several, of two values of the parameter. */
  private static final int TRIALS = 24;

  private static final int RECORDED = 8;

  @TempDir private Path folder;

  /** A driver with as many executors of one core. */
  static Child driver(String test, int executors, SweepFolder sweep, String keep, int perTask)
      throws IOException {
    SparkHome home = SparkHome.in(Path.of("target", "spark-tests", test).toAbsolutePath());
    String cluster = "local-cluster[%d,1,1024]".formatted(executors);
    return home.start(
        "driver",
        List.of(),
        Driver.class.getName(),
        List.of(sweep.path().toString(), cluster, keep, Integer.toString(perTask)));
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
    List<Trial> trials = TinySweep.trials(2).subList(0, TRIALS);
    SweepFolder sweep = TinySweep.folder(folder, trials);
    try (Child driver = driver("digests", 2, sweep, "runs", 1)) {
      assertEquals(0, driver.exit(MOST), driver::errorsOrNone);
      assertEquals(TRIALS, driver.count("ended"));
      assertEquals(TRIALS, driver.count("begun"));
      assertEquals(2, driver.workers().size());
    }
    assertEquals(TinySweep.digests(trials, folder.resolve("here")), digests(sweep, trials));
    assertEquals(TRIALS, entries(sweep.runs()));
    assertEquals(0, entries(sweep.attempts()));
  }

  @Test
  void nothingNeedBeSharedWhereOnlyRecordsAreKept() throws IOException, InterruptedException {
    List<Trial> trials = TinySweep.trials(2).subList(0, RECORDED);
    SweepFolder sweep = TinySweep.folder(folder, trials);
    try (Child driver = driver("records", 1, sweep, "records", RECORDED / 2)) {
      assertEquals(0, driver.exit(MOST), driver::errorsOrNone);
      assertEquals(trials.size(), driver.count("ended"));
    }
    assertEquals(TinySweep.digests(trials, folder.resolve("here")), digests(sweep, trials));
    assertFalse(Files.exists(sweep.runs()));
    assertEquals(0, entries(sweep.attempts()));
  }
}
