package vae.experiments.sweep.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.run.SharedData;
import vae.experiments.run.SmallRun;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.TrialRunner;
import vae.experiments.training.Progress;

/** Attempts at one trial that overlap, die and go on from each other. */
final class AttemptsTest {

  /** Five steps an epoch, fifteen in all. */
  private static final Resolved EXPERIMENT =
      SmallRun.read(SmallRun.GAUSSIAN).with("training.epochs", 3).with("data.limit", 260);

  private static final Trial TRIAL = Trial.of(EXPERIMENT, Map.of());
  private static final String DATA = SmallRun.data(EXPERIMENT).sha256();

  @TempDir private Path root;
  private SweepFolder sweep;
  private KernelSet kernels;
  private Attempts attempts;

  /** Counts steps; dies before one of them. */
  private static final class Steps implements Progress {

    private final long last;
    private int count;
    private long first;

    Steps(long last) {
      this.last = last;
    }

    @Override
    public void step(long step, long steps) {
      if (step > last) {
        throw new IllegalStateException("killed");
      }
      first = count == 0 ? step : first;
      count++;
    }

    @Override
    public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
  }

  @BeforeEach
  void start() {
    sweep = SweepFolder.of(root, "s");
    kernels = SmallRun.scalar();
    attempts = attempts(kernels, "here");
  }

  @AfterEach
  void stop() {
    kernels.close();
  }

  private Attempts attempts(KernelSet its, String name) {
    TrialRunner runner =
        new TrialRunner(SmallRun.slots(), its, SmallRun.locations(), _ -> {}, name);
    return new Attempts(sweep, new SpecReader(SmallRun.slots().catalogue()), runner, name);
  }

  private static WorkOrder order(String data) {
    return new WorkOrder(Task.whole(TRIAL), data);
  }

  private TrialRecord undisturbed() {
    TrialRunner runner =
        new TrialRunner(SmallRun.slots(), kernels, SmallRun.locations(), _ -> {}, "undisturbed");
    return runner.run(Task.whole(TRIAL), root.resolve("alone"), false, all());
  }

  private static Steps all() {
    return new Steps(Long.MAX_VALUE);
  }

  /** Leaves what a process leaves that was killed after the step, with a checkpoint each step. */
  private Path dead(String unique, long step) {
    Path attempt = sweep.attempts().resolve(TRIAL.id() + "-" + unique);
    assertThrows(
        IllegalStateException.class,
        () ->
            SmallRun.runner(kernels, attempt, Cadence.ofSteps(1))
                .run(EXPERIMENT, false, new Steps(step)));
    return attempt;
  }

  private static List<Path> entries(Path folder) throws IOException {
    if (Files.notExists(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  @Test
  void anAttemptIsMovedToItsPlaceAndLeavesNothingElse() throws IOException {
    TrialRecord record = attempts.run(order(DATA), all());
    assertEquals(undisturbed().digest(), record.digest());
    assertEquals(TrialRecord.Status.COMPLETE, record.status());
    assertEquals(List.of(sweep.runs().resolve(record.folder())), entries(sweep.runs()));
    assertEquals(List.of(), entries(sweep.attempts()));
  }

  @Test
  void anAttemptGoesOnFromTheNewestOfTheDead() throws IOException {
    dead("aaaa", 4);
    dead("bbbb", 9);
    dead("cccc", 2);
    Steps steps = all();
    TrialRecord record = attempts.run(order(DATA), steps);
    assertEquals(undisturbed().digest(), record.digest());
    assertTrue(steps.first > 8, () -> "began with step " + steps.first);
    assertTrue(steps.count < 8, () -> steps.count + " steps");
    assertEquals(List.of(), entries(sweep.attempts()));
  }

  @Test
  void aDamagedCheckpointIsPassedOver() throws IOException {
    dead("aaaa", 6);
    Path newest = dead("bbbb", 11);
    for (Path checkpoint : entries(entries(newest).getFirst().resolve("checkpoints"))) {
      byte[] bytes = Files.readAllBytes(checkpoint);
      bytes[bytes.length / 2] ^= 1;
      Files.write(checkpoint, bytes);
    }
    for (String data : List.of(DATA, "")) {
      Steps steps = all();
      TrialRecord record = attempts.run(order(data), steps);
      assertEquals(undisturbed().digest(), record.digest());
      if (data.equals(DATA)) {
        assertTrue(steps.first > 5 && steps.first <= 7, () -> "began with step " + steps.first);
      }
    }
  }

  @Test
  void whatCannotBeGoneOnFromIsStartedAfresh() throws IOException {
    Path run = entries(dead("aaaa", 9)).getFirst();
    Files.writeString(run.resolve("metrics.jsonl"), "");
    Steps steps = all();
    TrialRecord record = attempts.run(order(DATA), steps);
    assertEquals(undisturbed().digest(), record.digest());
    assertEquals(1, steps.first);
  }

  @Test
  void aTrialThatIsDoneIsNotRunAgain() {
    TrialRecord first = attempts.run(order(DATA), all());
    Steps steps = all();
    TrialRecord second = attempts.run(order(DATA), steps);
    assertEquals(0, steps.count);
    assertEquals(first.digest(), second.digest());
    assertEquals(first.folder(), second.folder());
    assertEquals(first.metrics(), second.metrics());
    assertEquals(first.epoch(), second.epoch());
  }

  @Test
  void theFirstOfTwoCountsWhereTheyAgree() throws IOException {
    TrialRecord first = attempts.run(order(DATA), all());
    Path run = sweep.runs().resolve(first.folder());
    Object before = Files.getLastModifiedTime(run.resolve("result.json"));
    Steps steps = all();
    TrialRecord second = attempts.run(order(""), steps); // does not know that it is done
    assertTrue(steps.count > 0);
    assertEquals(first.digest(), second.digest());
    assertEquals(before, Files.getLastModifiedTime(run.resolve("result.json")));
    assertEquals(List.of(), entries(sweep.attempts()));
  }

  @Test
  void differentDigestsAreAnErrorThatNamesBoth() throws IOException {
    TrialRecord first = attempts.run(order(DATA), all());
    Path result = sweep.runs().resolve(first.folder()).resolve("result.json");
    String other = "sha256:" + "0".repeat(64);
    Files.writeString(result, Files.readString(result).replace(first.digest(), other));
    TrialRecord second = attempts.run(order(""), all());
    assertEquals(TrialRecord.Status.FAILED, second.status());
    assertTrue(second.message().contains(first.digest()), second.message());
    assertTrue(second.message().contains(other), second.message());
    assertEquals(1, entries(sweep.attempts()).size()); // the evidence
  }

  @Test
  void attemptsThatOverlapEndAlike() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(3);
        KernelSet second = SmallRun.scalar();
        KernelSet third = SmallRun.scalar()) {
      List<Callable<TrialRecord>> all =
          List.of(
              () -> attempts.run(order(DATA), all()),
              () -> attempts(second, "second").run(order(DATA), all()),
              () -> attempts(third, "third").run(order(""), all()));
      String digest = undisturbed().digest();
      int complete = 0;
      for (Future<TrialRecord> each : threads.invokeAll(all)) {
        TrialRecord record = each.get();
        // One whose folder is removed by a faster one fails, and its record does not count.
        complete += record.status() == TrialRecord.Status.COMPLETE ? 1 : 0;
        assertTrue(
            record.digest().equals(digest) || record.status() == TrialRecord.Status.FAILED,
            record::toString);
      }
      assertTrue(complete >= 1);
      assertEquals(1, entries(sweep.runs()).size());
    }
  }

  @Test
  void otherDataThanTheDriversAreNamed() throws IOException {
    TrialRecord record = attempts.run(order("0".repeat(64)), all());
    assertEquals(TrialRecord.Status.FAILED, record.status());
    assertTrue(record.message().contains("data on here are not the sweep's"), record.message());
    assertEquals(List.of(), entries(sweep.runs()));
    assertEquals(List.of(), entries(sweep.attempts()));
  }

  @Test
  void aPromotedTrialGoesOnFromItsRung() throws IOException {
    TrialRecord paused = attempts.run(new WorkOrder(new Task(TRIAL, 1), DATA), all());
    assertEquals(TrialRecord.Status.PAUSED, paused.status());
    assertEquals(1, entries(sweep.runs()).size());
    TrialRecord again = attempts.run(new WorkOrder(new Task(TRIAL, 2), DATA), all());
    assertEquals(TrialRecord.Status.PAUSED, again.status());
    assertEquals(1, entries(sweep.runs()).size());
    Steps steps = all();
    TrialRecord record = attempts.run(order(DATA), steps);
    assertEquals(undisturbed().digest(), record.digest());
    assertTrue(steps.first > 1, () -> "began with step " + steps.first);
    assertEquals(1, entries(sweep.runs()).size());
    assertEquals(List.of(), entries(sweep.attempts()));
  }

  @Test
  void failuresKeepCheckpointsAlone() throws IOException {
    ObjectNode broken = ((ObjectNode) TRIAL.experiment()).deepCopy().put("latentSize", 0);
    Trial trial = new Trial("0123456789ab", "", new LinkedHashMap<>(), 1, broken);
    TrialRecord unusable = attempts.run(new WorkOrder(Task.whole(trial), DATA), all());
    assertEquals(TrialRecord.Status.FAILED, unusable.status());
    assertFalse(unusable.message().isEmpty());
    assertEquals(List.of(), entries(sweep.attempts()));
  }

  @Test
  void sweepingRemovesTheAttemptsOfTrialsThatEnded() throws IOException {
    dead("aaaa", 3);
    Files.writeString(AttemptFolders.token(sweep), "");
    assertEquals(2, entries(sweep.attempts()).size());
    AttemptFolders.removeTokens(sweep);
    AttemptFolders.sweep(sweep, _ -> false);
    assertEquals(1, entries(sweep.attempts()).size());
    AttemptFolders.sweep(sweep, TRIAL.id()::equals);
    assertEquals(List.of(), entries(sweep.attempts()));
  }

  @Test
  void aWorkerWithAnotherDiskIsRefused() {
    WorkerSettings settings = settings(Optional.of(sweep.path())).withToken("driver-1");
    RunFolderException e =
        assertThrows(
            RunFolderException.class,
            () -> new ClusterWorker(settings, SmallRun.slots(), new SharedData(), 1, "node 7"));
    assertTrue(e.getMessage().contains("node 7 does not see"), e.getMessage());
    assertTrue(e.getMessage().contains("--keep records"), e.getMessage());
  }

  @Test
  void aWorkerWithoutAFolderKeepsNothing() throws IOException {
    try (ClusterWorker worker =
        new ClusterWorker(settings(Optional.empty()), SmallRun.slots(), new SharedData(), 1, "w")) {
      TrialRecord record = worker.run(order(DATA));
      assertEquals(undisturbed().digest(), record.digest());
      assertEquals("", record.folder());
      TrialRecord other = worker.run(order("0".repeat(64)));
      assertEquals(TrialRecord.Status.FAILED, other.status());
    }
    assertFalse(Files.exists(sweep.path()));
  }

  private static WorkerSettings settings(Optional<Path> folder) {
    return new WorkerSettings(folder, "", KernelSet.Choice.SCALAR, Optional.empty(), List.of());
  }

  @Test
  void ordersAndSettingsSurviveTheirText() {
    WorkOrder order = new WorkOrder(new Task(TRIAL, 2), DATA);
    WorkOrder read = WorkOrder.of(order.line());
    assertEquals(order.line(), read.line());
    assertEquals(order.task().trial().id(), read.task().trial().id());
    assertEquals(1, order.line().lines().count());
    WorkerSettings settings =
        new WorkerSettings(
            Optional.of(Path.of("/a b")),
            "t",
            KernelSet.Choice.SIMD,
            Optional.of(Path.of("/data")),
            List.of(Path.of("p.jar")));
    assertEquals(settings, WorkerSettings.of(settings.line()));
    assertEquals(settings(Optional.empty()), WorkerSettings.of(settings(Optional.empty()).line()));
  }
}
