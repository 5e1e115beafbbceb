package vae.experiments.sweep.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.verification.Verification;
import vae.experiments.sweep.ChangedDataException;
import vae.experiments.sweep.Keep;
import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.PlanFile;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.SweepVerification;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.TinySweep;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.plan.Sweep;

class SweepRunnerTest {

  private static final List<Double> RATES = List.of(0.001, 0.01);
  private static final List<Integer> SEEDS = List.of(1, 2);

  @TempDir private Path root;

  private SweepFolder folder() {
    return SweepFolder.of(root, "tiny");
  }

  /** Notes which trials began. */
  private static final class Begun implements SweepListener {

    private final List<String> trials = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    @Override
    public void begun(Task task, String worker) {
      trials.add(task.trial().id());
    }

    @Override
    public void left(Task task, String reason) {
      left.add(task.trial().id());
    }

    @Override
    public void told(String what) {
      told.add(what);
    }
  }

  private Begun again(Sweep sweep, SweepRules rules) throws IOException {
    Begun begun = new Begun();
    TinySweep.run(root, sweep, 2, Keep.RUNS, rules, begun);
    return begun;
  }

  private static List<Path> runs(SweepFolder folder) throws IOException {
    try (Stream<Path> runs = Files.list(folder.runs())) {
      return runs.sorted().toList();
    }
  }

  @Test
  void everyTrialIsTheRunOfItsOwnAndIsVerified() throws IOException {
    Sweep sweep = TinySweep.grid(RATES, SEEDS);
    SweepState state = TinySweep.run(root, sweep);
    assertEquals(new SweepState(4, 4, 0, List.of(), List.of()), state);
    Records records = Records.read(folder().results());
    try (KernelSet kernels = SmallRun.scalar()) {
      for (Trial trial : sweep.trials()) {
        RunResult alone =
            SmallRun.run(
                SmallRun.read(trial.experiment().toString()), kernels, root.resolve("alone"));
        TrialRecord record = records.of(trial).orElseThrow();
        assertEquals(alone.digest(), record.digest());
        assertEquals(alone.metrics(), record.metrics());
        assertEquals(alone.folder().getFileName().toString(), record.folder());
        Path run = folder().runs().resolve(record.folder());
        assertEquals(List.of(), Verification.of(run).findings());
        assertFalse(Files.exists(run.resolve("report.html")));
      }
    }
  }

  @Test
  void oneWorkerTwoWorkersAndRecordsAloneGiveTheSame() throws IOException {
    Sweep sweep = TinySweep.grid(RATES, SEEDS);
    TinySweep.run(root, sweep);
    SortedMap<String, String> two = TinySweep.outcomes(folder());
    for (Keep keep : Keep.values()) {
      Path other = root.resolve(keep.name());
      TinySweep.run(other, sweep, 1, keep, SweepRules.STANDARD, SweepListener.none());
      assertEquals(two, TinySweep.outcomes(SweepFolder.of(other, "tiny")), keep.name());
    }
    Path records = SweepFolder.of(root.resolve("RECORDS"), "tiny").path();
    assertFalse(Files.exists(records.resolve("runs")));
    assertFalse(Files.exists(records.resolve("attempts")));
  }

  @Test
  void aCompleteSweepIsNotRunAgainAlsoWithoutItsRunFolders() throws IOException {
    Sweep sweep = TinySweep.grid(RATES, SEEDS);
    TinySweep.run(root, sweep);
    for (Path run : runs(folder())) {
      try (RunFolder gone = RunFolder.own(run)) {
        gone.delete();
      }
    }
    long lines = TinySweep.lines(folder());
    assertEquals(List.of(), again(sweep, SweepRules.STANDARD).trials);
    assertEquals(lines, TinySweep.lines(folder()));
  }

  @Test
  void moreValuesAreAddedBehindThePlanAndRunAlone() throws IOException {
    TinySweep.run(root, TinySweep.grid(RATES, SEEDS));
    List<String> before = Files.readAllLines(folder().plan());
    Sweep wider = TinySweep.grid(List.of(0.1, 0.001, 0.01), SEEDS);
    Begun begun = again(wider, SweepRules.STANDARD);
    List<String> after = Files.readAllLines(folder().plan());
    assertEquals(6, after.size());
    assertEquals(before, after.subList(0, 4));
    List<Trial> plan = PlanFile.read(folder().plan());
    assertEquals(
        plan.subList(4, 6).stream().map(Trial::id).sorted().toList(),
        begun.trials.stream().sorted().toList());
  }

  @Test
  void aSweepThatNoLongerPlansWhatIsFrozenIsRefusedAndTheFrozenPlanGoesOn() throws IOException {
    TinySweep.run(root, TinySweep.grid(RATES, SEEDS));
    byte[] plan = Files.readAllBytes(folder().plan());
    Sweep other = TinySweep.grid(List.of(0.001, 0.02), SEEDS);
    assertThrows(SpecException.class, () -> TinySweep.run(root, other));
    assertEquals(new String(plan), Files.readString(folder().plan()));
    try (SweepRunner runner = SweepRunner.own(folder())) {
      FrozenSweep frozen = runner.frozen(TinySweep.reader());
      assertEquals(
          TinySweep.grid(RATES, SEEDS).trials().stream().map(Trial::id).toList(),
          frozen.trials().stream().map(Trial::id).toList());
      assertEquals("test/elbo", frozen.goal().metric());
    }
  }

  /** N9: where 0.1.0 had another default, here as if it had been the bound on training data. */
  @Test
  void aSweepThatNamesNoMetricKeepsTheOneThatItWasFrozenWith() throws IOException {
    TinySweep.run(root, TinySweep.grid(RATES, SEEDS));
    String sweep = Files.readString(folder().sweep());
    Files.writeString(folder().sweep(), sweep.replace("test/elbo", "train/elbo"));
    TinySweep.run(root, TinySweep.grid(List.of(0.1, 0.001, 0.01), SEEDS));
    try (SweepRunner runner = SweepRunner.own(folder())) {
      FrozenSweep frozen = runner.frozen(TinySweep.reader());
      assertEquals(6, frozen.trials().size());
      assertEquals("train/elbo", frozen.goal().metric());
    }
  }

  @Test
  void aSweepOfOtherNumericsIsRefused() throws IOException {
    TinySweep.run(root, TinySweep.grid(RATES, SEEDS));
    String sweep = Files.readString(folder().sweep());
    Files.writeString(
        folder().sweep(), sweep.replaceFirst("\"numerics\" : \\d+", "\"numerics\" : 1"));
    try (SweepRunner runner = SweepRunner.own(folder())) {
      RunFolderException refused =
          assertThrows(RunFolderException.class, () -> runner.frozen(TinySweep.reader()));
      assertTrue(refused.getMessage().contains("numerics version 1"), refused.getMessage());
    }
  }

  @Test
  void lostRecordsAreMadeAgainFromTheRunFolders() throws IOException {
    Sweep sweep = TinySweep.grid(RATES, SEEDS);
    TinySweep.run(root, sweep);
    SortedMap<String, String> before = TinySweep.outcomes(folder());
    TinySweep.forgetRecords(folder());
    Begun begun = again(sweep, SweepRules.STANDARD);
    assertEquals(List.of(), begun.trials);
    assertEquals(List.of("4 finished runs had no record; they have one now"), begun.told);
    assertEquals(before, TinySweep.outcomes(folder()));
  }

  /** S9: what a kill or a damage left is completed or made again, and nothing else is. */
  @Test
  void aTrialThatDoesNotVerifyIsMadeAgainAndTheDamagedFolderIsKept() throws IOException {
    Sweep sweep = TinySweep.grid(RATES, SEEDS);
    TinySweep.run(root, sweep);
    SortedMap<String, String> before = TinySweep.outcomes(folder());
    Path run = runs(folder()).getFirst();
    Path checkpoint = run.resolve("checkpoints/final.safetensors");
    byte[] bytes = Files.readAllBytes(checkpoint);
    bytes[bytes.length - 1] ^= 1;
    Files.write(checkpoint, bytes);
    assertFalse(SweepVerification.of(folder()).verified());
    Begun begun = again(sweep, SweepRules.STANDARD);
    assertEquals(1, begun.trials.size());
    assertEquals(before, TinySweep.outcomes(folder()));
    assertEquals(List.of(), SweepVerification.of(folder()).findings());
    try (Stream<Path> kept = Files.list(folder().damaged())) {
      assertEquals(
          new String(bytes, StandardCharsets.ISO_8859_1),
          Files.readString(
              kept.findFirst().orElseThrow().resolve("checkpoints/final.safetensors"),
              StandardCharsets.ISO_8859_1));
    }
    assertEquals(List.of(), again(sweep, SweepRules.STANDARD).trials);
  }

  @Test
  void aRunWithoutItsManifestIsCompletedAndNotTrainedAgain() throws IOException {
    Sweep sweep = TinySweep.grid(RATES, SEEDS);
    TinySweep.run(root, sweep);
    SortedMap<String, String> before = TinySweep.outcomes(folder());
    for (boolean recorded : new boolean[] {true, false}) {
      Files.delete(runs(folder()).getFirst().resolve("MANIFEST.sha256"));
      if (!recorded) {
        TinySweep.forgetRecords(folder());
      }
      List<Integer> epochs = new ArrayList<>();
      SweepListener listener =
          new SweepListener() {
            @Override
            public void epoch(Task task, int epoch, SortedMap<String, Double> metrics) {
              epochs.add(epoch);
            }
          };
      TinySweep.run(root, sweep, 2, Keep.RUNS, SweepRules.STANDARD, listener);
      assertEquals(List.of(), epochs);
      assertEquals(before, TinySweep.outcomes(folder()));
      assertEquals(List.of(), SweepVerification.of(folder()).findings());
    }
  }

  /** F1: by the launcher as by a record that comes from elsewhere. */
  @Test
  void aTrialOnOtherDataThanTheOthersIsRefused() throws IOException {
    Sweep sweep = TinySweep.grid(List.of(0.1), SEEDS);
    Launcher loading =
        (tasks, watch) -> {
          watch.loaded(tasks.get(0), "a".repeat(64));
          watch.loaded(tasks.get(1), "b".repeat(64));
        };
    try (SweepRunner runner = SweepRunner.own(folder())) {
      FrozenSweep frozen = runner.freeze(sweep);
      ChangedDataException changed =
          assertThrows(
              ChangedDataException.class,
              () -> runner.run(frozen, loading, SweepRules.STANDARD, SweepListener.none()));
      assertTrue(changed.getMessage().contains("b".repeat(64)), changed.getMessage());
    }
    Launcher elsewhere =
        (tasks, watch) -> {
          for (Task task : tasks) {
            String hash = task.trial().seed() == 1 ? "a" : "b";
            TrialRecord record =
                new TrialRecord(
                    task.trial().id(),
                    TrialRecord.Status.COMPLETE,
                    3,
                    "",
                    "sha256:1",
                    new TreeMap<>(),
                    "",
                    0,
                    "node 7");
            watch.ended(task, record.on(hash.repeat(64)));
          }
        };
    try (SweepRunner runner = SweepRunner.own(folder())) {
      FrozenSweep frozen = runner.freeze(sweep);
      SweepState state = runner.run(frozen, elsewhere, SweepRules.STANDARD, SweepListener.none());
      assertEquals(1, state.complete());
      assertTrue(state.failed().getFirst().message().contains("on node 7"), state.toString());
    }
  }

  @Test
  void aTrialThatAnotherOwnerWorksOnIsLeftToIt() throws IOException {
    Sweep sweep = TinySweep.grid(RATES, SEEDS);
    TinySweep.run(root, sweep);
    TinySweep.forgetRecords(folder());
    Path run = runs(folder()).getFirst();
    Files.delete(run.resolve("result.json"));
    try (RunFolder owner = RunFolder.own(run)) {
      Begun begun = again(sweep, SweepRules.STANDARD);
      assertEquals(1, begun.left.size(), owner.path().toString());
      assertEquals(begun.trials, begun.left);
    }
    assertEquals(1, again(sweep, SweepRules.STANDARD).trials.size());
    assertEquals(4, TinySweep.outcomes(folder()).size());
  }

  @Test
  void oneDriverAtATime() throws IOException {
    try (SweepRunner runner = SweepRunner.own(folder())) {
      RunFolderException taken =
          assertThrows(RunFolderException.class, () -> SweepRunner.own(folder()));
      assertTrue(taken.getMessage().contains("working on this sweep"), runner + " " + taken);
    }
  }

  /** A launcher whose trials all fail but for those that it is told of. */
  private record Failing(List<String> complete) implements Launcher {

    @Override
    public void run(List<Task> tasks, Watch watch) throws IOException {
      for (Task task : tasks) {
        if (watch.stop()) {
          return;
        }
        boolean good = complete.contains(task.trial().id());
        TrialRecord.Status status = good ? TrialRecord.Status.COMPLETE : TrialRecord.Status.FAILED;
        watch.begun(task, "here");
        watch.ended(
            task,
            new TrialRecord(
                task.trial().id(),
                status,
                0,
                "",
                good ? "sha256:1" : "",
                new TreeMap<>(),
                good ? "" : "out of luck",
                0,
                "here"));
      }
    }
  }

  private SweepState failing(Sweep sweep, List<String> complete, SweepRules rules, Begun begun)
      throws IOException {
    try (SweepRunner runner = SweepRunner.own(folder())) {
      return runner.run(runner.freeze(sweep), new Failing(complete), rules, begun);
    }
  }

  @Test
  void failuresStopTheSweepWhereTheRulesSaySo() throws IOException {
    Sweep sweep = TinySweep.grid(List.of(0.1, 0.2, 0.3, 0.4), List.of(1));
    Begun begun = new Begun();
    SweepRules two = new SweepRules(false, 2, () -> false);
    SweepState state = failing(sweep, List.of(), two, begun);
    assertEquals(2, begun.trials.size());
    assertEquals(2, state.failed().size());
    assertEquals(2, state.pending());
    assertEquals("out of luck", state.failed().getFirst().message());
  }

  @Test
  void failedTrialsAreRunAgainOnlyWhereThatIsAskedForAndThenOnce() throws IOException {
    Sweep sweep = TinySweep.grid(List.of(0.1, 0.2), List.of(1));
    assertEquals(2, failing(sweep, List.of(), SweepRules.STANDARD, new Begun()).failed().size());
    Begun begun = new Begun();
    failing(sweep, List.of(), SweepRules.STANDARD, begun);
    assertEquals(List.of(), begun.trials);
    SweepRules retry = new SweepRules(true, 0, () -> false);
    String first = sweep.trials().getFirst().id();
    SweepState state = failing(sweep, List.of(first), retry, begun);
    assertEquals(2, begun.trials.size());
    assertEquals(1, state.complete());
    assertEquals(1, state.failed().size());
  }

  @Test
  void aPromotedTrialEndsLikeTheUndisturbedRunWhateverTheWorkers() throws IOException {
    Sweep sweep = TinySweep.halving();
    SweepState state = TinySweep.run(root, sweep);
    SortedMap<String, String> outcomes = TinySweep.outcomes(folder());
    assertEquals(12, state.trials());
    assertEquals(0, state.pending());
    assertTrue(state.complete() >= 2 && state.stopped() >= 6, state.toString());
    Records records = Records.read(folder().results());
    try (KernelSet kernels = SmallRun.scalar()) {
      for (Trial trial : sweep.trials()) {
        if (records.of(trial).isPresent()) {
          RunResult alone =
              SmallRun.run(
                  SmallRun.read(trial.experiment().toString()), kernels, root.resolve("alone"));
          assertEquals(alone.digest(), records.of(trial).get().digest());
        }
      }
    }
    for (Keep keep : Keep.values()) {
      Path other = root.resolve(keep.name());
      TinySweep.run(other, sweep, 1, keep, SweepRules.STANDARD, SweepListener.none());
      SweepFolder there = SweepFolder.of(other, "tiny");
      assertEquals(outcomes, TinySweep.outcomes(there), keep.name());
      assertFalse(Files.exists(there.attempts()));
    }
    long lines = TinySweep.lines(folder());
    assertEquals(List.of(), again(sweep, SweepRules.STANDARD).trials);
    assertEquals(lines, TinySweep.lines(folder()));
  }

  /** It stands at later rungs with the metrics of its last epoch, and is not trained further. */
  @ParameterizedTest
  @EnumSource
  void aTrialThatEndedEarlyIsPromotedAndEndsLikeTheUndisturbedRun(Keep keep) throws IOException {
    Sweep sweep = TinySweep.halvingWithEarlyStopping();
    TinySweep.run(root, sweep, 1, keep, SweepRules.STANDARD, SweepListener.none());
    Records records = Records.read(folder().results());
    List<Trial> ended = sweep.trials().stream().filter(it -> records.of(it).isPresent()).toList();
    assertEquals(1, ended.size(), "of four, two, one go on");
    TrialRecord record = records.of(ended.getFirst()).orElseThrow();
    assertEquals(3, record.epoch());
    assertEquals(
        record.metrics().get("train/elbo").value(),
        records.paused(ended.getFirst(), 4).orElseThrow().metrics().get("train/elbo").value());
    try (KernelSet kernels = SmallRun.scalar()) {
      RunResult alone =
          SmallRun.run(
              SmallRun.read(ended.getFirst().experiment().toString()),
              kernels,
              root.resolve("alone"));
      assertEquals(3, alone.stopped().orElseThrow().epoch());
      assertEquals(alone.digest(), record.digest());
    }
    if (keep == Keep.RUNS) {
      assertTrue(SweepVerification.of(folder()).verified());
    }
  }

  @Test
  void halvingIsDecidedAgainFromTheRunFoldersAlone() throws IOException {
    Sweep sweep = TinySweep.halving();
    TinySweep.run(root, sweep);
    SortedMap<String, String> before = TinySweep.outcomes(folder());
    TinySweep.forgetRecords(folder());
    TinySweep.run(root, sweep);
    assertEquals(before, TinySweep.outcomes(folder()));
  }
}
