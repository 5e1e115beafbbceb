package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.recorded.RecordedProvenance;
import vae.experiments.run.folder.CorruptFileException;
import vae.experiments.run.journal.Journal;
import vae.experiments.run.journal.JournalReader;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Progress;

/** A run that is stopped and goes on is the run that was never stopped. */
final class ResumeTest {

  private static final int EPOCHS = 4;

  /** Dynamic binarization, a schedule and evaluation every other epoch: all depend on the epoch. */
  private static final Resolved EXPERIMENT =
      SmallRun.read(SmallRun.BERNOULLI)
          .with("training.epochs", EPOCHS)
          .with("training.evaluateEvery", 2)
          .with("data.binarization.type", "dynamic-per-batch")
          .with("optimizer.schedule.type", "cosine");

  private static KernelSet kernels;
  private static RunResult whole;
  private static String wholeMetrics;
  private static byte[] wholeJournal;

  @TempDir private static Path reference;
  @TempDir private Path root;

  @BeforeAll
  static void runWithoutAStop() throws IOException {
    kernels = SmallRun.scalar();
    whole = SmallRun.run(EXPERIMENT, kernels, reference);
    wholeMetrics = Files.readString(whole.folder().resolve("metrics.jsonl"));
    wholeJournal = Files.readAllBytes(whole.folder().resolve(Journal.FILE));
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  /** Pulls the plug at the end of an epoch, or in the middle of one. */
  private record Plug(int epoch, boolean within) implements Progress {

    @Override
    public void step(long step, long steps) {
      long perEpoch = steps / EPOCHS;
      if (within && step == epoch * perEpoch + 2) {
        throw new Pulled();
      }
    }

    @Override
    public void epoch(int done, long step, SortedMap<String, Double> metrics) {
      if (!within && done == epoch) {
        throw new Pulled();
      }
    }
  }

  private static final class Pulled extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void stop(int epoch, boolean within) {
    Progress plug = new Plug(epoch, within);
    assertThrows(Pulled.class, () -> SmallRun.runner(kernels, root).run(EXPERIMENT, true, plug));
  }

  private RunResult resume() throws IOException {
    return SmallRun.runner(kernels, root).run(EXPERIMENT, true, new SmallRun.Unwatched());
  }

  private Path folder() {
    return root.resolve(whole.folder().getFileName());
  }

  /** The state after the second epoch of five steps. */
  private Path checkpoint() {
    return folder().resolve("checkpoints/step-000000000010.safetensors");
  }

  private List<Path> checkpoints() throws IOException {
    try (var files = Files.list(folder().resolve("checkpoints"))) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, false",
    "2, false",
    "3, false",
    "4, false",
    "0, true",
    "1, true",
    "2, true",
    "3, true"
  })
  void stoppingAnywhereChangesNothing(int epoch, boolean within) throws IOException {
    stop(epoch, within);
    assertFalse(Files.exists(folder().resolve("result.json")), "a stopped run has no result");
    RunResult resumed = resume();
    assertEquals(whole.digest(), resumed.digest());
    assertEquals(whole.metrics(), resumed.metrics());
    assertEquals(wholeMetrics, Files.readString(folder().resolve("metrics.jsonl")));
    assertEquals(
        List.of("best.safetensors", "final.safetensors"),
        checkpoints().stream().map(file -> file.getFileName().toString()).toList());
    assertArrayEquals(wholeJournal, Files.readAllBytes(folder().resolve(Journal.FILE)));
  }

  @Test
  void stoppingAgainAndAgainChangesNothing() throws IOException {
    stop(1, true);
    stop(2, false);
    stop(3, false);
    stop(3, true);
    assertEquals(whole.digest(), resume().digest());
    assertEquals(wholeMetrics, Files.readString(folder().resolve("metrics.jsonl")));
  }

  @Test
  void resumingStartsAtTheCheckpointAndNotAtTheBeginning() throws IOException {
    stop(3, false);
    int[] first = {0};
    Progress watch =
        new Progress() {
          @Override
          public void step(long step, long steps) {}

          @Override
          public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {
            first[0] = first[0] == 0 ? epoch : first[0];
          }
        };
    SmallRun.runner(kernels, root).run(EXPERIMENT, true, watch);
    assertEquals(3, first[0], "epoch 2 was the last one with a checkpoint");
  }

  @Test
  void withoutResumeAStoppedRunStartsAfresh() throws IOException {
    stop(3, false);
    Files.writeString(folder().resolve("stray.txt"), "of the run before");
    assertEquals(whole.digest(), SmallRun.run(EXPERIMENT, kernels, root).digest());
    assertFalse(Files.exists(folder().resolve("stray.txt")));
  }

  @Test
  void aLineCutShortByTheStopIsDropped() throws IOException {
    stop(2, true);
    Path metrics = folder().resolve("metrics.jsonl");
    Files.writeString(
        metrics, "{\"step\":15,\"epoch\":3,\"name\":\"train/el", StandardOpenOption.APPEND);
    resume();
    assertEquals(wholeMetrics, Files.readString(metrics));
  }

  /** The process may end between the result and the manifest. */
  @Test
  void aCompleteRunWithoutItsManifestGetsIt() throws IOException {
    RunResult result = SmallRun.run(EXPERIMENT, kernels, root);
    Path manifest = result.folder().resolve("MANIFEST.sha256");
    String before = Files.readString(manifest);
    Files.delete(manifest);
    assertEquals(result, resume());
    assertEquals(before, Files.readString(manifest));
  }

  /** As where the power failed before the journal was on the disk. */
  @Test
  void aJournalThatEndsBeforeTheCheckpointStartsAnewThere() throws IOException {
    stop(3, false);
    Path journal = folder().resolve(Journal.FILE);
    Files.write(journal, Arrays.copyOf(Files.readAllBytes(journal), 700));
    assertEquals(whole.digest(), resume().digest());
    try (JournalReader reader = JournalReader.open(journal)) {
      assertEquals(reader.layout().steps() / 2, reader.layout().first());
      assertTrue(reader.at(reader.layout().steps()).isPresent());
    }
    assertEquals(List.of(), Verification.of(folder()).findings());
  }

  @Test
  void provenanceCountsTheSessions() throws IOException {
    stop(2, false);
    resume();
    assertEquals(2, RecordedProvenance.read(folder()).sessions());
    assertEquals(1, RecordedProvenance.read(whole.folder()).sessions());
  }

  @Test
  void aCompleteRunIsNotComputedAgain() throws IOException {
    RunResult known = SmallRun.runner(kernels, reference).run(EXPERIMENT, false, new Plug(0, true));
    assertEquals(whole, known);
  }

  /** Leaves one checkpoint, of the second epoch. */
  private void stopWithOneCheckpoint() throws IOException {
    stop(3, false);
    for (Path file : checkpoints()) {
      if (!file.equals(checkpoint())) {
        Files.delete(file);
      }
    }
  }

  @Test
  void checkpointOfAnotherRunIsRefused() throws IOException {
    stopWithOneCheckpoint();
    Path foreign = SmallRun.run(EXPERIMENT.with("seed", 2), kernels, reference).folder();
    Files.copy(
        foreign.resolve("checkpoints/final.safetensors"),
        checkpoint(),
        StandardCopyOption.REPLACE_EXISTING);
    CorruptFileException refused = assertThrows(CorruptFileException.class, this::resume);
    assertTrue(refused.getMessage().contains("is a checkpoint of run "), refused.getMessage());
    assertTrue(refused.getMessage().contains(whole.id()), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.3, 0.999})
  void aDamagedCheckpointIsRefusedByNameWhereItIsTheOnlyOne(double kept) throws IOException {
    stopWithOneCheckpoint();
    byte[] bytes = Files.readAllBytes(checkpoint());
    Files.write(checkpoint(), Arrays.copyOf(bytes, (int) (kept * bytes.length)));
    CorruptFileException refused = assertThrows(CorruptFileException.class, this::resume);
    assertEquals(checkpoint(), refused.file());
    assertTrue(refused.getMessage().contains("none of the run's 1 checkpoints is intact"));
    assertTrue(Files.exists(checkpoint()), "the folder stays as it is");
  }

  @Test
  void aCheckpointOfOtherContentIsRefused() throws IOException {
    stopWithOneCheckpoint();
    SafeTensors.Builder other =
        SafeTensors.builder().floats("decoder.hidden.0.weight", new float[] {1}, 1);
    other.metadata("run", whole.id()).build().write(checkpoint());
    assertRefused("expected the hash of its bytes in the metadata, got none");
    other.sealed().build().write(checkpoint());
    assertRefused("expected the number of an epoch, got none");
    other.metadata("epoch", "1").build().write(checkpoint());
    assertRefused("expected the state of a run, got none");
    other.metadata("holds", "state").build().write(checkpoint());
    assertRefused("expected parameter ");
  }

  private void assertRefused(String message) {
    CorruptFileException refused = assertThrows(CorruptFileException.class, this::resume);
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  /** It can be evaluated, and not trained on. */
  @Test
  void theBestModelIsNoStateToGoOnFrom() throws IOException {
    stopWithOneCheckpoint();
    Files.copy(
        whole.folder().resolve("checkpoints/best.safetensors"),
        checkpoint(),
        StandardCopyOption.REPLACE_EXISTING);
    assertRefused("expected the state of a run, got parameters");
  }

  @Test
  void anotherSeedIsAnotherRun() throws IOException {
    RunResult other = SmallRun.run(EXPERIMENT.with("seed", 2), kernels, root);
    assertNotEquals(whole.id(), other.id());
    assertNotEquals(whole.digest(), other.digest());
  }
}
