package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.run.fault.Disk;
import vae.experiments.run.fault.Disk.Image;
import vae.experiments.run.fault.Disk.Loss;
import vae.experiments.run.fault.Fault;
import vae.experiments.run.fault.WatchedProvider;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.verification.UnverifiedException;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.training.Progress;
import vae.experiments.wiring.Slots;

/**
 * Files that callbacks write: whatever interrupts the run, they end as those of a run that nothing
 * happened to; and one that was changed meanwhile is found before a manifest lists it.
 */
final class CallbackFilesTest {

  private static final class Pulled extends Error {
    private static final long serialVersionUID = 1L;
  }

  private static KernelSet kernels;
  private static Slots slots;
  private static Resolved experiment;
  private static SortedMap<String, String> whole;
  private static int changes;

  @TempDir private static Path reference;
  @TempDir private Path root;

  @BeforeAll
  static void runWithoutInterruption() throws IOException {
    kernels = SmallRun.scalar();
    Path services = reference.resolve("services");
    Path file = services.resolve("META-INF/services/vae.core.wiring.SlotModule");
    Files.createDirectories(file.getParent());
    Files.writeString(file, Diary.Module.class.getName() + "\n");
    URL[] places = {services.toUri().toURL()};
    slots = Slots.load(new URLClassLoader(places, CallbackFilesTest.class.getClassLoader()));
    String json = FragileRun.EXPERIMENT.pretty();
    int at = json.indexOf("\"epochs\"");
    experiment =
        new SpecReader(slots.catalogue())
            .read(
                json.substring(0, at)
                    + "\"callbacks\": [{\"type\": \"diary\"}], "
                    + json.substring(at));
    Fault none = new Fault(Fault.Way.DEATH_BEFORE, 0);
    Path runs = reference.resolve("runs");
    RunResult result = run(WatchedProvider.watch(runs, none), new SmallRun.Unwatched());
    changes = none.count();
    whole = files(runs);
    assertEquals(List.of(), Verification.of(result.folder()).findings());
    assertEquals(5, whole.size(), whole::toString);
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  private static RunResult run(Path runs, Progress progress) throws IOException {
    RunEnvironment environment = new RunEnvironment(slots, kernels, SmallRun.locations());
    RunSettings settings = RunSettings.in(runs).withCheckpoints(Cadence.ofSteps(2));
    return new Runner(environment, settings).run(experiment, true, progress);
  }

  /** The contents of the callback's files. */
  private static SortedMap<String, String> files(Path runs) throws IOException {
    SortedMap<String, String> contents = new TreeMap<>();
    for (String name : FragileRun.names(runs)) {
      if (name.contains("/callbacks")) {
        contents.put(name, Files.readString(runs.resolve(name)));
      }
    }
    return contents;
  }

  private static void assertEndsLikeTheWhole(Path runs, String where) throws IOException {
    RunResult result = run(runs, new SmallRun.Unwatched());
    assertEquals(whole, files(runs), where);
    assertEquals(List.of(), Verification.of(result.folder()).findings(), where);
  }

  private static Progress until(long last) {
    return new Progress() {
      @Override
      public void step(long step, long steps) {
        if (step == last) {
          throw new Pulled();
        }
      }

      @Override
      public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"DEATH_BEFORE", "DEATH_AFTER"})
  void theEndOfTheProcessAtAnyChangeIsMadeGood(Fault.Way way) throws IOException {
    int stride = FragileRun.LONG ? 1 : 67;
    int first = FragileRun.LONG ? 1 : 1 + 33 * way.ordinal();
    for (int at = first; at <= changes; at += stride) {
      String where = way + " " + at;
      Path runs = root.resolve(way + "-" + at);
      Path watched = WatchedProvider.watch(runs, new Fault(way, at));
      assertThrows(Fault.Death.class, () -> run(watched, new SmallRun.Unwatched()), where);
      assertEndsLikeTheWhole(runs, where);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPowerCutAfterAnyChangeIsMadeGood(Loss loss) throws IOException {
    int stride = FragileRun.LONG ? 1 : 89;
    int first = FragileRun.LONG ? 0 : 1 + 29 * loss.ordinal();
    List<Image> cuts = new ArrayList<>();
    Path runs = Files.createDirectory(root.resolve("runs"));
    Disk[] disk = {null};
    int[] change = {0};
    disk[0] =
        new Disk(
            runs,
            operation -> {
              if (++change[0] % stride == first) {
                cuts.add(disk[0].cut(loss));
              }
            });
    run(WatchedProvider.watch(runs, disk[0]), new SmallRun.Unwatched());
    for (int i = 0; i < cuts.size(); i++) {
      Path into = Files.createDirectory(root.resolve("cut-" + i));
      cuts.get(i).restore(into);
      assertEndsLikeTheWhole(into, loss + " " + i);
    }
  }

  /** The folder of a run that was pulled in its second epoch, two steps after a checkpoint. */
  private Path pulled() throws IOException {
    assertThrows(Pulled.class, () -> run(root, until(5)));
    try (var folders = Files.list(root)) {
      return folders.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"epoch-1", "steps.txt"})
  void aChangedFileIsFoundBeforeTheRunResumes(String name) throws IOException {
    Path file = pulled().resolve("callbacks/0-diary").resolve(name);
    String content = Files.readString(file);
    Files.writeString(file, "sum 0");
    assertRefused(file, "changed: expected SHA-256 ");
    Files.delete(file);
    assertRefused(file, "is missing");
    Files.writeString(file, content);
    assertEndsLikeTheWhole(root, name);
  }

  private void assertRefused(Path file, String problem) throws IOException {
    CorruptFileException e =
        assertThrows(CorruptFileException.class, () -> run(root, new SmallRun.Unwatched()));
    assertEquals(file.getFileName(), e.file().getFileName());
    assertTrue(e.problem().startsWith(problem), e::problem);
    assertTrue(e.problem().contains("--restart"), e::problem);
  }

  @Test
  void aFileThatNoCallbackWroteIsNotBlessed() throws IOException {
    Path stray = pulled().resolve("callbacks/0-diary/mine.txt");
    Files.writeString(stray, "mine");
    assertRefused(stray, "is a file that no callback of the run wrote");
    assertEquals("mine", Files.readString(stray), "nor lost");
  }

  /** The process ended after the result was written, and before the manifest was. */
  @Test
  void whatWasChangedBeforeTheManifestIsNotBlessed() throws IOException {
    Path folder = run(root, new SmallRun.Unwatched()).folder();
    Path manifest = folder.resolve("MANIFEST.sha256");
    Files.delete(manifest);
    Path file = folder.resolve("callbacks/0-diary/end.txt");
    String content = Files.readString(file);
    Files.writeString(file, "sum 0");
    assertThrows(UnverifiedException.class, () -> run(root, new SmallRun.Unwatched()));
    assertFalse(Files.exists(manifest));
    Files.writeString(file, content);
    assertEndsLikeTheWhole(root, "restored");
    assertTrue(Files.exists(manifest));
  }
}
