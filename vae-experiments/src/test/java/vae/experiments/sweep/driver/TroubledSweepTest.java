package vae.experiments.sweep.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import vae.experiments.sweep.ChangedDataException;
import vae.experiments.sweep.Keep;
import vae.experiments.sweep.Launcher;
import vae.experiments.sweep.SweepVerification;
import vae.experiments.sweep.Task;
import vae.experiments.sweep.TinySweep;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.plan.Sweep;

/** Damaged runs, other data and failures: what a sweep does about them. */
final class TroubledSweepTest extends SweepRuns {

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

  /** As on a file system whose clock did not move meanwhile. */
  @Test
  void aTrialThatWasDamagedAtTheTimeOfItsManifestIsMadeAgain() throws IOException {
    Sweep sweep = TinySweep.grid(RATES, SEEDS);
    TinySweep.run(root, sweep);
    Path run = runs(folder()).getFirst();
    Path checkpoint = run.resolve("checkpoints/final.safetensors");
    FileTime written = Files.getLastModifiedTime(run.resolve("MANIFEST.sha256"));
    Files.setLastModifiedTime(checkpoint, written);
    assertEquals(List.of(), again(sweep, SweepRules.STANDARD).trials);
    byte[] bytes = Files.readAllBytes(checkpoint);
    bytes[bytes.length - 1] ^= 1;
    Files.write(checkpoint, bytes);
    Files.setLastModifiedTime(checkpoint, written);
    assertEquals(1, again(sweep, SweepRules.STANDARD).trials.size());
    assertEquals(List.of(), SweepVerification.of(folder()).findings());
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
}
