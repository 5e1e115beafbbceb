package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.folder.DurableFile;
import vae.experiments.folder.UnwrittenFileException;
import vae.experiments.run.FragileRun.Witness;
import vae.experiments.run.fault.Disk;
import vae.experiments.run.fault.Disk.Image;
import vae.experiments.run.fault.Disk.Loss;
import vae.experiments.run.fault.Fault;
import vae.experiments.run.fault.WatchedProvider;

/**
 * Whatever happens to the process or the disk at any change to the disk, the run goes on from what
 * it said was saved and ends in the same bits. The short form tries a part of the changes.
 */
final class InterruptedRunTest {

  private static KernelSet kernels;
  private static RunResult whole;
  private static int changes;

  @TempDir private static Path reference;
  @TempDir private Path root;

  @BeforeAll
  static void runWithoutInterruption() throws IOException {
    kernels = SmallRun.scalar();
    Fault none = new Fault(Fault.Way.DEATH_BEFORE, 0);
    FragileRun.run(
        kernels, WatchedProvider.watch(reference.resolve("watched"), none), new Witness());
    changes = none.count();
    whole = FragileRun.run(kernels, reference, new Witness());
    assertTrue(changes > 100, "only " + changes + " changes to the disk");
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  /** Every change in the long form; otherwise every so many-th, so that all kinds are met. */
  private static int stride(int few) {
    return FragileRun.LONG ? 1 : few;
  }

  private static void report(String what, int count) {
    System.out.printf(
        "InterruptedRunTest: %d %s of %d changes to the disk%n", count, what, changes);
  }

  @ParameterizedTest
  @EnumSource(names = {"DEATH_BEFORE", "DEATH_AFTER"})
  void theEndOfTheProcessAtAnyChangeLosesNothing(Fault.Way way) throws IOException {
    int count = 0;
    for (int at = way.ordinal() + 1; at <= changes; at += stride(23)) {
      String where = way + " " + at;
      Path runs = root.resolve(way + "-" + at);
      Witness witness = new Witness();
      Path watched = WatchedProvider.watch(runs, new Fault(way, at));
      assertThrows(Fault.Death.class, () -> FragileRun.run(kernels, watched, witness), where);
      if (Files.exists(runs)) {
        FragileRun.assertCheckpointsAreWhole(runs, where);
      }
      FragileRun.assertEndsLike(whole, kernels, runs, witness.saved(), where);
      count++;
    }
    report("deaths (" + way + ")", count);
  }

  @ParameterizedTest
  @EnumSource(names = {"INPUT_OUTPUT_ERROR", "NO_SPACE"})
  void aDiskThatRefusesAnyChangeIsAnErrorThatNamesTheFile(Fault.Way way) throws IOException {
    int count = 0;
    int last =
        way == Fault.Way.NO_SPACE ? changes - 3 : changes; // then no byte is written any more
    for (int at = way.ordinal() % 2 + 1; at <= last; at += stride(23)) {
      String where = way + " " + at;
      Path runs = root.resolve(way + "-" + at);
      Witness witness = new Witness();
      Fault fault = new Fault(way, at);
      Path watched = WatchedProvider.watch(runs, fault);
      IOException error =
          assertThrows(IOException.class, () -> FragileRun.run(kernels, watched, witness), where);
      assertTrue(fault.happened(), where);
      assertTrue(
          error.getMessage().startsWith(root.toString()), () -> where + ": " + error.getMessage());
      String reason = way == Fault.Way.NO_SPACE ? "No space left on device" : "output error";
      assertTrue(error.getMessage().contains(reason), () -> where + ": " + error.getMessage());
      if (Files.exists(runs)) {
        FragileRun.assertCheckpointsAreWhole(runs, where);
      }
      FragileRun.assertEndsLike(whole, kernels, runs, witness.saved(), where);
      count++;
    }
    report("refused changes (" + way + ")", count);
  }

  /** What was on the disk when the power was cut, and what had been said to be saved by then. */
  private record Cut(Image image, long saved, boolean complete, String where) {}

  @ParameterizedTest
  @EnumSource
  void aPowerCutAfterAnyChangeLosesNothingThatWasSaidToBeSaved(Loss loss) throws IOException {
    List<Cut> cuts = new ArrayList<>();
    Set<String> known = new HashSet<>();
    Path runs = Files.createDirectory(root.resolve("runs"));
    Witness witness = new Witness();
    Disk[] disk = {null};
    int[] change = {0};
    disk[0] =
        new Disk(
            runs,
            operation -> {
              change[0]++;
              Image image = disk[0].cut(loss);
              if (known.add(image.fingerprint() + witness.saved())) {
                String where = loss + " after change " + change[0] + ", " + operation;
                cuts.add(new Cut(image, witness.saved(), false, where));
              }
            });
    FragileRun.run(kernels, WatchedProvider.watch(runs, disk[0]), witness);
    assertTrue(change[0] > 100, "only " + change[0] + " changes to the disk");
    cuts.add(new Cut(disk[0].cut(loss), witness.saved(), true, loss + " at the end"));
    int count = 0;
    for (int i = 0; i < cuts.size(); i += stride(11)) {
      restoreAndGoOn(cuts.get(i), root.resolve("cut-" + i));
      count++;
    }
    restoreAndGoOn(cuts.getLast(), root.resolve("cut-last"));
    report("power cuts (" + loss + ")", count + 1);
  }

  private static void restoreAndGoOn(Cut cut, Path into) throws IOException {
    Files.createDirectory(into);
    cut.image.restore(into);
    FragileRun.assertCheckpointsAreWhole(into, cut.where);
    if (cut.complete) {
      RunResult kept = RunResult.read(into.resolve(whole.folder().getFileName()));
      assertEquals(whole.digest(), kept.digest());
    }
    FragileRun.assertEndsLike(whole, kernels, into, cut.saved, cut.where);
  }

  /** The model would notice a disk that forgets what was forced. */
  @Test
  void aDiskThatForgetsIsFoundOut() throws IOException {
    Path runs = Files.createDirectory(root.resolve("runs"));
    Disk disk = new Disk(runs, operation -> {});
    Path file = WatchedProvider.watch(runs, disk).resolve("file");
    Files.writeString(file, "not forced");
    assertEquals(Set.of(), disk.cut(Loss.EVERYTHING).files().keySet());
    assertEquals(0, disk.cut(Loss.BYTES).files().get("file").length);
    DurableFile.write(file, "forced");
    assertEquals("forced", new String(disk.cut(Loss.EVERYTHING).files().get("file")));
    Files.delete(file);
    assertEquals("forced", new String(disk.cut(Loss.EVERYTHING).files().get("file")));
    assertInstanceOf(UnwrittenFileException.class, refused(runs));
    assertEquals(List.of(), FragileRun.names(runs), "nothing is left of the attempt");
  }

  private static IOException refused(Path runs) {
    Path watched = WatchedProvider.watch(runs, new Fault(Fault.Way.INPUT_OUTPUT_ERROR, 2));
    return assertThrows(
        IOException.class, () -> DurableFile.write(watched.resolve("file"), "bytes"));
  }
}
