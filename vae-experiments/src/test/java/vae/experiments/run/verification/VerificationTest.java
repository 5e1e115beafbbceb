package vae.experiments.run.verification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;
import vae.experiments.run.checkpoint.Checkpoint;
import vae.experiments.run.checkpoint.Snapshot;
import vae.experiments.run.folder.Finding;
import vae.experiments.run.folder.Manifest;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.Resolved;

/** Whatever happens to a file of a run, verification tells which file it was. */
final class VerificationTest {

  /** Files of at most so many bytes are damaged at every byte, others at as many of them. */
  private static final int SMALL = 400;

  private static final int SAMPLES = 20;

  private static final Resolved EXPERIMENT =
      SmallRun.read(SmallRun.GAUSSIAN)
          .with("training.epochs", 1)
          .with("encoder.hidden", List.of(4))
          .with("decoder.hidden", List.of(4))
          .with("data.limit", 64);

  @TempDir private Path root;
  private KernelSet kernels;
  private RunResult run;

  @BeforeEach
  void run() throws IOException {
    kernels = SmallRun.scalar();
    run = SmallRun.run(EXPERIMENT, kernels, root);
  }

  @AfterEach
  void endThreads() {
    kernels.close();
  }

  private List<Finding> findings() throws IOException {
    return Verification.of(run.folder()).findings();
  }

  private Path file(String name) {
    return run.folder().resolve(name);
  }

  private void renewManifest() throws IOException {
    try (RunFolder folder = RunFolder.own(run.folder())) {
      folder.writeManifest();
    }
  }

  @Test
  void whatWasWrittenIsVerified() throws IOException {
    assertEquals(List.of(), findings());
    assertEquals(11, Verification.of(run.folder()).files());
  }

  @Test
  void everyFlippedBitIsFoundWithItsFile() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    List<Path> files;
    try (Stream<Path> all = Files.walk(run.folder())) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    int damaged = 0;
    for (Path file : files) {
      byte[] bytes = Files.readAllBytes(file);
      String name = run.folder().relativize(file).toString();
      IntStream positions =
          bytes.length <= SMALL
              ? IntStream.range(0, bytes.length)
              : IntStream.generate(() -> random.nextInt(bytes.length)).limit(SAMPLES);
      for (int at : positions.toArray()) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, changed);
        List<Finding> found = findings();
        boolean named =
            name.equals(Manifest.FILE)
                ? !found.isEmpty()
                : found.size() == 1 && found.getFirst().file().equals(name);
        assertTrue(named, name + " byte " + at + ": " + found);
        damaged++;
      }
      Files.write(file, bytes);
    }
    assertTrue(damaged > 400, "damaged " + damaged);
    assertEquals(List.of(), findings());
  }

  @Test
  void missingAndStrangeFilesAreNamed() throws IOException {
    Files.delete(file("metrics.jsonl"));
    Files.writeString(file("checkpoints/notes.txt"), "mine");
    assertEquals(
        List.of(
            new Finding("metrics.jsonl", "is missing"),
            new Finding("checkpoints/notes.txt", "is not in MANIFEST.sha256")),
        findings());
    Files.delete(file(Manifest.FILE));
    assertEquals(List.of(Manifest.FILE), findings().stream().map(Finding::file).toList());
  }

  @Test
  void aResultThatDoesNotFollowFromItsParametersIsFound() throws IOException {
    String text = Files.readString(file("result.json"));
    Files.writeString(
        file("result.json"), text.replaceFirst("(\"test/rate\" : )[0-9.]+", "$11.25"));
    renewManifest();
    List<Finding> found = findings();
    assertEquals(2, found.size(), found.toString());
    assertTrue(found.getFirst().toString().startsWith("result.json says digest sha256:"));
    assertTrue(found.getLast().toString().startsWith("result.json says evidence sha256:"));
  }

  @Test
  void parametersThatDoNotFollowFromTheTrainingAreFound() throws IOException {
    Path last = file("checkpoints/final.safetensors");
    List<Parameter> parameters = SmallRun.model(EXPERIMENT).parameters().list();
    Checkpoint checkpoint = Checkpoint.read(last, run.id());
    checkpoint.restore(parameters);
    parameters.getFirst().value().set(0, 0.5);
    new Snapshot(
            run.id(),
            checkpoint.position(),
            checkpoint.callbackFiles(),
            checkpoint.metrics(),
            parameters,
            checkpoint.optimizer(),
            checkpoint.best())
        .write(FolderFile.at(last));
    renewManifest();
    assertEquals(
        List.of("result.json", "journal.bin"), findings().stream().map(Finding::file).toList());
  }

  @Test
  void anIdThatDoesNotFollowFromTheSpecIsFound() throws IOException {
    String text = Files.readString(file("experiment.json"));
    Files.writeString(file("experiment.json"), text.replace("\"seed\": 1", "\"seed\": 2"));
    renewManifest();
    List<Finding> found = findings();
    assertEquals(1, found.size(), found.toString());
    assertTrue(found.getFirst().toString().startsWith("result.json says id " + run.id()));
  }

  /** Its last record is that of the calibrated parameters, as they are in the checkpoint. */
  @Test
  void aRunWithCalibratedNoiseIsVerifiedToo() throws IOException {
    run = SmallRun.run(EXPERIMENT.with("likelihood.noise.type", "optimal"), kernels, root);
    assertEquals(List.of(), findings());
  }

  @Test
  void aDivergedRunIsVerifiedToo() throws IOException {
    Resolved wild = EXPERIMENT.with("optimizer.type", "sgd").with("optimizer.learningRate", 1e30);
    run = SmallRun.run(wild, kernels, root);
    assertEquals(RunResult.Status.DIVERGED, run.status());
    assertEquals(List.of(), findings());
  }

  @Test
  void aFolderOfSomethingElseIsRefused(@TempDir Path other) {
    assertThrows(RunFolderException.class, () -> Verification.of(other));
  }
}
