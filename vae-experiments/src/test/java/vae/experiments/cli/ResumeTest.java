package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.run.RunFolder;
import vae.experiments.run.Runner;
import vae.experiments.run.SafeTensors;
import vae.experiments.run.SafeTensorsEntry;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.training.Progress;
import vae.experiments.wiring.Slots;

/** Runs that were stopped in their third epoch, after a checkpoint of the second. */
class ResumeTest {

  private static final List<String> FOUR_EPOCHS =
      List.of("--set=training.epochs=4", "--set=training.batchSize=32", "--json");

  /** Stands for whatever ends a process. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record KilledIn(int last) implements Progress {
    @Override
    public void step(long step, long steps) {}

    @Override
    public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {
      if (epoch == last) {
        throw new Killed();
      }
    }
  }

  private static Invocation run(Path runs, String... more) {
    return Invocation.of("run", Invocation.TINY, FOUR_EPOCHS, "--runs", runs, List.of(more));
  }

  /** The folder of a run that ended after its third epoch without a checkpoint. */
  private static Path killed(Path runs) throws IOException {
    Slots slots = Slots.load(null);
    List<String> settings =
        Stream.concat(Invocation.TINY.stream(), FOUR_EPOCHS.stream())
            .filter(argument -> argument.startsWith("--set="))
            .map(argument -> argument.substring("--set=".length()))
            .toList();
    Resolved experiment =
        new SpecReader(slots.catalogue()).read(SpecSource.embeddedDefault(), settings);
    Locations locations = Locations.standard(Optional.empty());
    try (KernelSet kernels = KernelSet.choose(KernelSet.Choice.SCALAR, 1)) {
      Runner runner = new Runner(slots, kernels, locations, runs, _ -> {});
      assertThrows(Killed.class, () -> runner.run(experiment, false, new KilledIn(3)));
    }
    Path folder = Invocation.children(runs).getFirst();
    assertFalse(Files.exists(folder.resolve("result.json")));
    return folder;
  }

  /** The state after two epochs, as a run of two epochs leaves it, under the name of the run. */
  private static void checkpointOfTwoEpochs(Path scratch, Path folder) throws IOException {
    assertEquals(0, run(scratch, "--set=training.epochs=2").code());
    Path two = Invocation.children(scratch).getFirst();
    SafeTensors.Builder builder = SafeTensors.builder();
    SafeTensors.read(two.resolve("checkpoints/final.safetensors"))
        .entries()
        .forEach((name, entry) -> copy(name, entry, builder));
    String name = folder.getFileName().toString();
    Files.createDirectories(folder.resolve("checkpoints"));
    builder
        .metadata("epoch", "2")
        .metadata("run", name.substring(name.length() - 12))
        .build()
        .write(folder.resolve("checkpoints/last.safetensors"));
  }

  private static void copy(String name, SafeTensorsEntry entry, SafeTensors.Builder builder) {
    if (entry.type() == SafeTensorsEntry.Type.F32) {
      builder.floats(name, entry.floats(), entry.shape());
    } else {
      builder.doubles(name, entry.doubles(), entry.shape());
    }
  }

  @Test
  void aResumedRunEndsInTheSameBits(
      @TempDir Path whole, @TempDir Path broken, @TempDir Path scratch) throws IOException {
    Invocation uninterrupted = run(whole);
    Path folder = killed(broken);
    checkpointOfTwoEpochs(scratch, folder);
    Invocation resumed = run(broken, "--resume");
    assertEquals(0, resumed.code(), resumed.err());
    assertEquals(uninterrupted.digest(), resumed.digest());
    assertEquals(
        uninterrupted.out().lines().toList().getLast(), resumed.out().lines().toList().getLast());
    assertTrue(resumed.err().startsWith("epoch 3 of 4"), resumed.err());
    Map<String, String> expected = Invocation.contents(Invocation.children(whole).getFirst());
    Map<String, String> files = Invocation.contents(folder);
    assertEquals(expected.keySet(), files.keySet());
    assertEquals(expected.get("metrics.jsonl"), files.get("metrics.jsonl"));
    assertEquals(
        expected.get("checkpoints/final.safetensors"), files.get("checkpoints/final.safetensors"));
  }

  @Test
  void withoutTheOptionAnInterruptedRunStartsAfresh(@TempDir Path whole, @TempDir Path broken)
      throws IOException {
    Path folder = killed(broken);
    Files.writeString(folder.resolve("stale.txt"), "");
    Invocation afresh = run(broken);
    assertTrue(afresh.err().startsWith("epoch 1 of 4"), afresh.err());
    assertEquals(run(whole).digest(), afresh.digest());
    assertFalse(Files.exists(folder.resolve("stale.txt")));
  }

  @Test
  void aCheckpointOfAnotherRunIsRefused(@TempDir Path broken, @TempDir Path scratch)
      throws IOException {
    Path folder = killed(broken);
    assertEquals(0, run(scratch, "--set=training.epochs=2").code());
    Path two = Invocation.children(scratch).getFirst();
    Files.createDirectories(folder.resolve("checkpoints"));
    Files.copy(
        two.resolve("checkpoints/final.safetensors"),
        folder.resolve("checkpoints/last.safetensors"));
    Invocation refused = run(broken, "--resume");
    assertEquals(3, refused.code());
    assertTrue(refused.err().contains("is a checkpoint of run "), refused.err());
  }

  @Test
  void aFolderThatIsWorkedOnIsLeftAlone(@TempDir Path runs) throws IOException {
    Path folder = killed(runs);
    try (RunFolder _ = RunFolder.own(folder)) {
      Invocation refused = run(runs);
      assertEquals(2, refused.code());
      assertTrue(refused.err().contains("another process is working"), refused.err());
    }
  }
}
