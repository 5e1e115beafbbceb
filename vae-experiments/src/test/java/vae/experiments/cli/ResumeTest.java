package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Locations;
import vae.experiments.run.ChildJvm;
import vae.experiments.run.RunEnvironment;
import vae.experiments.run.RunSettings;
import vae.experiments.run.Runner;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.training.Progress;
import vae.experiments.wiring.Slots;

/** Runs of four steps an epoch, stopped in their third one, after a checkpoint of the second. */
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

  /** The folder of a run that ended after its third epoch, with a checkpoint of the second. */
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
      RunSettings everyEpoch = RunSettings.in(runs).withCheckpoints(Cadence.ofSteps(8));
      Runner runner = new Runner(new RunEnvironment(slots, kernels, locations), everyEpoch);
      assertThrows(Killed.class, () -> runner.run(experiment, false, new KilledIn(3)));
    }
    Path folder = Invocation.children(runs).getFirst();
    assertFalse(Files.exists(folder.resolve("result.json")));
    return folder;
  }

  @Test
  void aResumedRunEndsInTheSameBits(@TempDir Path whole, @TempDir Path broken) throws IOException {
    Invocation uninterrupted = run(whole);
    Path folder = killed(broken);
    Invocation resumed = run(broken, "--resume");
    assertEquals(0, resumed.code(), resumed.err());
    assertEquals(uninterrupted.digest(), resumed.digest());
    assertEquals(
        uninterrupted.out().lines().toList().getLast(), resumed.out().lines().toList().getLast());
    String from = "vae: resuming after step 8, in epoch 3 of 4\nepoch 3 of 4";
    assertTrue(resumed.err().startsWith(from), resumed.err());
    Map<String, String> expected = Invocation.contents(Invocation.children(whole).getFirst());
    Map<String, String> files = Invocation.contents(folder);
    assertEquals(expected.keySet(), files.keySet());
    assertEquals(expected.get("metrics.jsonl"), files.get("metrics.jsonl"));
    assertEquals(
        expected.get("checkpoints/final.safetensors"), files.get("checkpoints/final.safetensors"));
  }

  /** U1: the same command again throws nothing away. */
  @Test
  void unfinishedWorkIsRefusedWithBothWaysOut(@TempDir Path broken) throws IOException {
    Path folder = killed(broken);
    Map<String, String> before = Invocation.contents(folder);
    Invocation refused = run(broken);
    assertEquals(2, refused.code());
    String fix =
        "Add --resume to continue after step 8, or --restart to begin anew, which throws those 8"
            + " steps away.";
    assertEquals(
        Paragraph.hanging("vae: ", folder + " holds an unfinished run of 8 steps.\n" + fix) + "\n",
        refused.err());
    assertEquals(before, Invocation.contents(folder));
  }

  /** U1. */
  @Test
  void aRunIsBegunAnewOnPurpose(@TempDir Path whole, @TempDir Path broken) throws IOException {
    Path folder = killed(broken);
    Files.writeString(folder.resolve("stale.txt"), "");
    Invocation afresh = run(broken, "--restart");
    assertTrue(afresh.err().contains("\nepoch 1 of 4"), afresh.err());
    assertEquals(run(whole).digest(), afresh.digest());
    assertFalse(Files.exists(folder.resolve("stale.txt")));
  }

  /** U1. */
  @Test
  void resumeAndRestartExcludeEachOther(@TempDir Path runs) {
    Invocation refused = run(runs, "--resume", "--restart");
    assertEquals(2, refused.code());
    assertEquals(
        "vae: --resume and --restart exclude each other; give one of them\n", refused.err());
  }

  /** U2: what there is not is not resumed in silence. */
  @Test
  void nothingToResumeIsSaid(@TempDir Path runs) {
    Invocation begun = run(runs, "--resume");
    assertEquals(0, begun.code(), begun.err());
    String said =
        "nothing to resume: no checkpoint of this run is in " + runs + "; it begins at its start";
    assertTrue(begun.err().startsWith(Paragraph.hanging("vae: ", said) + "\n"), begun.err());
  }

  /** F12: another number of epochs is another run, and --resume says so. */
  @Test
  void aChangedExperimentIsAnotherRunAndSaysWhichValueDiffers(@TempDir Path runs)
      throws IOException {
    Path folder = killed(runs);
    Invocation other = run(runs, "--resume", "--set=training.epochs=2", "--set=latentSize=3");
    assertEquals(0, other.code(), other.err());
    String said =
        "nothing to resume: no checkpoint of this run is in %s; it begins at its start.\n"
                .formatted(runs)
            + "%s is another run, with latentSize 2, training.epochs 4; what is changed has a folder"
                .formatted(folder)
            + " of its own.";
    assertTrue(other.err().startsWith(Paragraph.hanging("vae: ", said) + "\n"), other.err());
  }

  /** U2: Ctrl-C and kill leave a checkpoint and say how the run continues. */
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalLeavesACheckpointOfTheLastStep(String signal, int code, @TempDir Path runs)
      throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.addAll(Invocation.TINY);
    List<String> more = List.of("--set=training.epochs=400", "--set=training.batchSize=32");
    arguments.addAll(more);
    arguments.addAll(List.of("--kernels=scalar", "--runs", runs.toString()));
    // What a shell starts in the background ignores SIGINT, and so would its children.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.addAll(ChildJvm.shortLived(Main.class, arguments));
    Process process = new ProcessBuilder(command).start();
    StringBuilder rest = new StringBuilder();
    try (BufferedReader err = process.errorReader()) {
      String line = err.readLine();
      while (line != null && !line.startsWith("epoch 1 of ")) {
        line = err.readLine();
      }
      String pid = Long.toString(process.pid());
      assertEquals(0, new ProcessBuilder("kill", "-s", signal, pid).start().waitFor());
      for (line = err.readLine(); line != null; line = err.readLine()) {
        rest.append(line).append('\n');
      }
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    }
    assertEquals(code, process.exitValue(), rest.toString());
    Matcher said =
        Pattern.compile(
                "vae: stopped after step (\\d+); the same command with --resume continues after"
                    + " step (\\d+)\n$")
            .matcher(rest);
    assertTrue(said.find(), rest.toString());
    assertEquals(said.group(1), said.group(2), "no step is lost");
    assertEquals(2, Invocation.of("run", Invocation.TINY, more, "--runs", runs).code());
    if (signal.equals("TERM")) {
      Invocation resumed = Invocation.of("run", Invocation.TINY, more, "--runs", runs, "--resume");
      assertEquals(0, resumed.code(), resumed.err());
      String from = "vae: resuming after step " + said.group(1) + ", in epoch ";
      assertTrue(resumed.err().startsWith(from), resumed.err());
    }
  }

  @Test
  void aCheckpointOfAnotherRunIsRefused(@TempDir Path broken, @TempDir Path scratch)
      throws IOException {
    Path folder = killed(broken);
    assertEquals(0, run(scratch, "--set=training.epochs=2").code());
    Path two = Invocation.children(scratch).getFirst();
    Files.copy(
        two.resolve("checkpoints/final.safetensors"),
        folder.resolve("checkpoints/step-000000000008.safetensors"),
        StandardCopyOption.REPLACE_EXISTING);
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
