package vae.experiments.sweep.slurm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.cli.Main;
import vae.experiments.run.ChildJvm;
import vae.experiments.sweep.PlanFile;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;

/**
 * Sweeps on a SLURM cluster of two nodes on this machine: the same digests as by local workers,
 * whatever is killed. As root, {@code mvn -Pslurm}; packages are installed where they are missing.
 */
@EnabledIfSystemProperty(named = "vae.slurm", matches = "true")
final class SlurmSweepTest {

  private static final Path SCRIPT = Path.of("src", "test", "slurm", "cluster.sh").toAbsolutePath();
  private static final Path CLUSTER = Path.of("target", "slurm").toAbsolutePath();
  private static final long MAX_SECONDS = 150;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    call(List.of("sh", SCRIPT.toString(), "install"));
    Files.createDirectories(CLUSTER);
    call(List.of("sh", SCRIPT.toString(), "start", CLUSTER.toString()));
  }

  @AfterAll
  static void stop() throws IOException, InterruptedException {
    call(List.of("sh", SCRIPT.toString(), "stop", CLUSTER.toString()));
  }

  private static String call(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SLURM_CONF", CLUSTER.resolve("slurm.conf").toString());
    Path said = Files.createTempFile("said", ".txt"); // daemons would keep a pipe open
    Process process = builder.redirectOutput(said.toFile()).start();
    assertTrue(process.waitFor(MAX_SECONDS, TimeUnit.SECONDS), () -> "still running: " + command);
    String text = Files.readString(said);
    Files.delete(said);
    assertEquals(0, process.exitValue(), () -> command + "\n" + text);
    return text;
  }

  private Path sweep(String name, int seeds, int epochs) throws IOException {
    StringBuilder list = new StringBuilder("1");
    for (int seed = 2; seed <= seeds; seed++) {
      list.append(", ").append(seed);
    }
    return Files.writeString(
        folder.resolve(name + ".json"),
        """
        { "name": "%s",
          "base": {
            "name": "tiny", "latentSize": 2,
            "data": {"type": "digits", "limit": 128, "split": {"validation": 0, "test": 32}},
            "encoder": {"type": "mlp", "hidden": [8]},
            "decoder": {"type": "mlp", "hidden": [8]},
            "likelihood": {"type": "gaussian", "noise": {"type": "fixed", "sigma": 0.1}},
            "training": {"epochs": %d, "batchSize": 32, "evaluateEvery": 100},
            "evaluation": {"draws": 1, "nll": {"samples": 2}} },
          "method": {"type": "grid"}, "seeds": [%s],
          "parameters": {"likelihood.noise.sigma": {"values": [0.05, 0.1, 0.2, 0.4]}},
          "metric": {"name": "test/elbo", "goal": "maximize"} }
        """
            .formatted(name, epochs, list));
  }

  /** A driver in a process of its own. */
  private Process driver(Path sweep, String... arguments) throws IOException {
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx400m",
                "-XX:+UseSerialGC",
                Main.class.getName(),
                "sweep",
                sweep.toString(),
                "--runs",
                folder.resolve("slurm").toString(),
                "--launcher",
                "slurm",
                "--slurm-arg=--mem=1200"));
    options.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(ChildJvm.command("", options));
    builder.environment().put("SLURM_CONF", CLUSTER.resolve("slurm.conf").toString());
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("driver.txt").toFile()));
    return builder.start();
  }

  private String said() throws IOException {
    Path file = folder.resolve("driver.txt");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private void awaitDone(Process driver) throws IOException, InterruptedException {
    boolean ended = driver.waitFor(MAX_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      driver.destroyForcibly();
    }
    String queue = ended ? "" : call(List.of("squeue", "--array"));
    assertTrue(ended, () -> queue + said(this));
    assertEquals(0, driver.exitValue(), () -> said(this));
  }

  private static String said(SlurmSweepTest test) {
    try {
      return test.said();
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void await(String what, BooleanSupplier so) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
    while (!so.getAsBoolean()) {
      assertTrue(System.nanoTime() < end, () -> "not in time: " + what + "\n" + said(this));
      Thread.sleep(50);
    }
  }

  private static Map<String, String> digests(SweepFolder sweep) throws IOException {
    Records records = Records.read(sweep.results());
    Map<String, String> digests = new TreeMap<>();
    for (Trial trial : PlanFile.read(sweep.plan())) {
      TrialRecord record = records.of(trial).orElseThrow();
      digests.put(trial.id(), record.digest() + record.message());
    }
    return digests;
  }

  private Map<String, String> localDigests(Path sweep, String name) throws IOException {
    StringWriter err = new StringWriter();
    Path runs = folder.resolve("local");
    int code =
        Main.execute(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err),
            "sweep",
            sweep.toString(),
            "--runs",
            runs.toString());
    assertEquals(0, code, err::toString);
    return digests(SweepFolder.of(runs, name));
  }

  private SweepFolder folder(String name) {
    return SweepFolder.of(folder.resolve("slurm"), name);
  }

  private static long records(SweepFolder sweep) throws IOException {
    if (Files.notExists(sweep.results())) {
      return 0;
    }
    long lines = 0;
    try (Stream<Path> files = Files.list(sweep.results())) {
      for (Path file : files.toList()) {
        lines += Files.readString(file, StandardCharsets.UTF_8).lines().count();
      }
    }
    return lines;
  }

  private static long entries(Path path) {
    try (Stream<Path> files = Files.list(path)) {
      return files.count();
    } catch (IOException e) {
      return 0;
    }
  }

  /** The processes of tasks: only their environment is always readable as a whole. */
  private static List<ProcessHandle> trials() {
    return ProcessHandle.allProcesses()
        .filter(it -> it.info().command().orElse("").endsWith("/java"))
        .filter(it -> environment(it).contains("SLURM_JOB_NAME=slurm-"))
        .toList();
  }

  private static String environment(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "environ"));
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  @Test
  void nodesComputeTheSameDigests() throws IOException, InterruptedException {
    Path sweep = sweep("digests", 16, 2);
    awaitDone(driver(sweep, "--per-task", "4"));
    assertEquals(64, digests(folder("digests")).size());
    assertEquals(localDigests(sweep, "digests"), digests(folder("digests")));
    assertEquals(64, entries(folder("digests").runs()));
    assertEquals(64, records(folder("digests")));
    assertEquals(0, entries(folder("digests").attempts()));
  }

  @Test
  void killedProcessesAndRequeuedJobsLoseNothing() throws IOException, InterruptedException {
    Path sweep = sweep("killed", 2, 4000);
    Process driver = driver(sweep);
    await("two trials run", () -> trials().size() == 2);
    assertTrue(trials().getFirst().destroyForcibly());
    await("a trial has ended", () -> entries(folder("killed").runs()) >= 2);
    await("two trials run again", () -> trials().size() == 2);
    String running =
        call(List.of("squeue", "--noheader", "--array", "--states=R", "--format=%i"))
            .lines()
            .findFirst()
            .orElseThrow()
            .strip();
    call(List.of("scontrol", "requeue", running));
    beginAtOnce(driver);
    awaitDone(driver);
    assertEquals(localDigests(sweep, "killed"), digests(folder("killed")));
    assertEquals(8, records(folder("killed")));
  }

  /** SLURM waits two minutes before it begins what was put back into its queue. */
  private static void beginAtOnce(Process driver) throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS);
    while (driver.isAlive() && System.nanoTime() < end) {
      String held = call(List.of("squeue", "--noheader", "--array", "--format=%i|%r"));
      for (String line : held.lines().filter(it -> it.contains("BeginTime")).toList()) {
        String job = line.strip().split("\\|")[0];
        call(List.of("sh", "-c", "scontrol update JobId=" + job + " StartTime=now || true"));
      }
      Thread.sleep(500);
    }
  }

  @Test
  void aKilledDriverLeavesItsArrayRunning() throws IOException, InterruptedException {
    Path sweep = sweep("driver", 4, 1000);
    Process first = driver(sweep);
    await("some trials have ended", () -> entries(folder("driver").runs()) >= 3);
    first.destroyForcibly();
    first.waitFor();
    awaitDone(driver(sweep, "--resume"));
    assertEquals(localDigests(sweep, "driver"), digests(folder("driver")));
    assertEquals(16, records(folder("driver")));
    assertEquals(16, entries(folder("driver").runs()));
  }

  @Test
  void aDeadNodesTrialsRunOnAnother() throws IOException, InterruptedException {
    Path sweep = sweep("node", 2, 4000);
    Process driver = driver(sweep);
    await("two trials run", () -> trials().size() == 2);
    long daemon = Long.parseLong(Files.readString(CLUSTER.resolve("slurmd-n2.pid")).strip());
    ProcessHandle.of(daemon).orElseThrow().destroyForcibly();
    for (ProcessHandle trial : trials()) {
      if (environment(trial).contains("SLURMD_NODENAME=n2\0")) {
        ProcessHandle shell = trial.parent().orElseThrow();
        shell.parent().orElseThrow().destroyForcibly(); // slurmstepd
        shell.destroyForcibly();
        trial.destroyForcibly();
      }
    }
    beginAtOnce(driver);
    awaitDone(driver);
    call(List.of("sh", SCRIPT.toString(), "node", CLUSTER.toString(), "n2"));
    assertEquals(localDigests(sweep, "node"), digests(folder("node")));
  }
}
