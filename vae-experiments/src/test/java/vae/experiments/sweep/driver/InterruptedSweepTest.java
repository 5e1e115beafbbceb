package vae.experiments.sweep.driver;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vae.experiments.folder.UnwrittenFileException;
import vae.experiments.run.fault.Fault;
import vae.experiments.run.fault.WatchedProvider;
import vae.experiments.sweep.Keep;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.SweepVerification;
import vae.experiments.sweep.TinySweep;
import vae.experiments.sweep.plan.Sweep;

/**
 * Whatever happens to the process or the disk at any change to the disk that a sweep makes, the
 * next command ends with a sweep that verifies and has the undisturbed digests (S9, F6). The short
 * form tries a part of the changes.
 */
final class InterruptedSweepTest {

  private static final boolean LONG = Boolean.getBoolean("vae.long");
  private static final Sweep SWEEP = TinySweep.grid(List.of(0.01), List.of(1, 2));
  private static final SweepRules RETRY = new SweepRules(true, 0, () -> false);

  private static SortedMap<String, String> undisturbed;
  private static int changes;

  @TempDir private static Path reference;
  @TempDir private Path root;

  @BeforeAll
  static void runWithoutInterruption() throws IOException {
    Fault none = new Fault(Fault.Way.DEATH_BEFORE, 0);
    SweepState state = run(WatchedProvider.watch(reference, none), SweepRules.STANDARD);
    assertEquals(2, state.complete());
    undisturbed = TinySweep.outcomes(SweepFolder.of(reference, SWEEP.name()));
    changes = none.count();
    assertTrue(changes > 100, "only " + changes + " changes to the disk");
  }

  private static SweepState run(Path root, SweepRules rules) throws IOException {
    return TinySweep.run(root, SWEEP, 1, Keep.RUNS, rules, SweepListener.none());
  }

  private static int stride(int few) {
    return LONG ? 1 : few;
  }

  private static void report(String what, int count) {
    System.out.printf(
        "InterruptedSweepTest: %d %s of %d changes to the disk%n", count, what, changes);
  }

  private static void assertEndsUndisturbed(Path root, SweepRules rules, String where)
      throws IOException {
    SweepState state = run(root, rules);
    assertEquals(2, state.complete(), where);
    SweepFolder folder = SweepFolder.of(root, SWEEP.name());
    assertEquals(undisturbed, TinySweep.outcomes(folder), where);
    assertEquals(List.of(), SweepVerification.of(folder).findings(), where);
  }

  @ParameterizedTest
  @EnumSource(names = {"DEATH_BEFORE", "DEATH_AFTER"})
  void theEndOfTheProcessAtAnyChangeLeavesASweepThatResumesWhole(Fault.Way way) throws IOException {
    int count = 0;
    for (int at = way.ordinal() + 1; at <= changes; at += stride(37)) {
      String where = way + " " + at;
      Path runs = root.resolve(way + "-" + at);
      Fault fault = new Fault(way, at);
      try {
        run(WatchedProvider.watch(runs, fault), SweepRules.STANDARD);
        assertFalse(fault.happened(), where);
      } catch (Fault.Death e) {
        count++;
      }
      assertEndsUndisturbed(runs, SweepRules.STANDARD, where);
    }
    report("deaths (" + way + ")", count);
  }

  @ParameterizedTest
  @EnumSource(names = {"INPUT_OUTPUT_ERROR", "NO_SPACE"})
  void aDiskThatRefusesIsToldAndWhatItRefusedIsRunAgain(Fault.Way way) throws IOException {
    int count = 0;
    for (int at = way.ordinal() % 2 + 1; at <= changes; at += stride(37)) {
      String where = way + " " + at;
      Path runs = root.resolve(way + "-" + at);
      Fault fault = new Fault(way, at);
      String reason = way == Fault.Way.NO_SPACE ? "No space left on device" : "output error";
      try {
        SweepState state = run(WatchedProvider.watch(runs, fault), SweepRules.STANDARD);
        boolean all = state.complete() == 2;
        String told = state.failed() + state.unwritten();
        assertTrue(all || told.contains(reason), () -> where + ": " + state);
        assertEquals(2, state.complete() + state.failed().size() + state.pending(), where);
      } catch (UnwrittenFileException | FileSystemException e) {
        assertTrue(e.getMessage().contains(reason), () -> where + ": " + e.getMessage());
        assertTrue(e.getMessage().startsWith(root.toString()), () -> where + ": " + e);
      }
      count += fault.happened() ? 1 : 0;
      assertEndsUndisturbed(runs, RETRY, where);
    }
    report("refused changes (" + way + ")", count);
  }
}
