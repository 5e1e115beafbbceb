package vae.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;

/**
 * Sweeps on a real standalone master with two workers on 127.0.0.1, of which a worker, the driver
 * and an executor are killed. {@code mvn -Pclusters}.
 */
@EnabledIfSystemProperty(named = "vae.clusters", matches = "true")
final class StandaloneClusterTest {

  private static final Duration MOST = Duration.ofSeconds(240);
  private static final String MASTER = "spark://127.0.0.1:17077";

  /** Which says when workers are there. */
  private static final List<String> LOGGING = List.of("-Dvae.log=info");

  private static SparkHome home;
  private static Child master;
  private static Child first;
  private static Child second;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    home = SparkHome.in(Path.of("target", "spark-tests", "standalone").toAbsolutePath());
    master =
        home.start(
            "master",
            LOGGING,
            "org.apache.spark.deploy.master.Master",
            List.of("--host", "127.0.0.1", "--port", "17077", "--webui-port", "18080"));
    master.await("the master listens", MOST, it -> it.says("Starting Spark master"));
    first = worker("first", 17078);
    second = worker("second", 17079);
    master.await("two workers are registered", MOST, it -> it.timesSaid("Registering worker") == 2);
  }

  private static Child worker(String name, int port) throws IOException {
    return home.start(
        name,
        LOGGING,
        "org.apache.spark.deploy.worker.Worker",
        List.of(
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--webui-port",
            Integer.toString(port + 1000),
            "--cores",
            "1",
            "--memory",
            "1g",
            "--work-dir",
            home.folder().resolve("work-" + name).toString(),
            MASTER));
  }

  @AfterAll
  static void stop() {
    for (Child child : new Child[] {first, second, master}) {
      if (child != null) {
        child.close();
      }
    }
  }

  private static Child driver(String name, SweepFolder sweep) throws IOException {
    return home.start(
        name,
        List.of(),
        Driver.class.getName(),
        List.of(sweep.path().toString(), MASTER, "runs", "1"));
  }

  @Test
  void aKilledWorkerAndAKilledDriverLoseNothing() throws IOException, InterruptedException {
    List<Trial> trials = TinySweep.trials(20);
    SweepFolder sweep = TinySweep.folder(folder, trials);
    long before;
    try (Child driver = driver("killed-driver", sweep)) {
      driver.await("some trials ended", MOST, it -> it.count("ended") >= 12);
      first.close(); // the worker and its executor
      driver.await("more trials ended", MOST, it -> it.count("ended") >= 24);
      before = driver.count("ended");
    }
    first = worker("first-again", 17078);
    master.await("it is back", MOST, it -> it.timesSaid("Registering worker") == 3);
    try (Child driver = driver("resumed-driver", sweep)) {
      assertEquals(0, driver.exit(MOST), driver::errorsOrNone);
      assertEquals(2, driver.workers().size());
      assertTrue(driver.count("ended") <= TinySweep.TRIALS - before);
    }
    assertEquals(
        TinySweep.digests(trials, folder.resolve("here")), SparkSweepTest.digests(sweep, trials));
    assertEquals(TinySweep.TRIALS, SparkSweepTest.entries(sweep.runs()));
    assertEquals(0, SparkSweepTest.entries(sweep.attempts()));
  }
}
