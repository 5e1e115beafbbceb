package vae.experiments.sweep.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.verification.Verification;
import vae.experiments.sweep.Keep;
import vae.experiments.sweep.PlanFile;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.SweepVerification;
import vae.experiments.sweep.TinySweep;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.plan.Sweep;

final class SweepRunnerTest extends SweepRuns {

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
