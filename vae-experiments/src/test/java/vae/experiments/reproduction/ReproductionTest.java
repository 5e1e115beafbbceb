package vae.experiments.reproduction;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.data.format.DataException;
import vae.experiments.folder.FolderFile;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;
import vae.experiments.run.checkpoint.Checkpoint;
import vae.experiments.run.checkpoint.Snapshot;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.journal.Journal;
import vae.experiments.run.journal.StepWatch;
import vae.experiments.run.provenance.NotReproducibleException;
import vae.experiments.run.verification.Verdict;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Model;
import vae.experiments.training.Progress;

/** A run that is made again is the same run, and where it is not the verdict says where. */
final class ReproductionTest {

  private static final String NEWEST = "the newest but the final one";

  private static final Resolved EXPERIMENT =
      SmallRun.read(SmallRun.BERNOULLI)
          .with("training.epochs", 3)
          .with("data.binarization.type", "dynamic-per-batch");

  private static final int PER_EPOCH = 5;
  private static final long STEPS = 3 * PER_EPOCH;

  private static final Resolved OPTIMAL =
      SmallRun.read(SmallRun.GAUSSIAN).with("likelihood.noise.type", "optimal");

  private static KernelSet kernels;
  private static RunResult first;

  /** After the second epoch. */
  private static Path checkpoint;

  @TempDir private static Path shared;
  @TempDir private Path root;

  @BeforeAll
  static void run() throws IOException {
    kernels = SmallRun.scalar();
    checkpoint = shared.resolve("second.safetensors");
    Progress keeping =
        new Progress() {
          @Override
          public void step(long step, long steps) {
            if (step == 2 * PER_EPOCH + 1) {
              keep(shared, checkpoint);
            }
          }

          @Override
          public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
        };
    first = SmallRun.runner(kernels, shared).run(EXPERIMENT, false, keeping);
  }

  /** Copies the present checkpoint of the only run in the folder. */
  private static void keep(Path runs, Path to) {
    try (Stream<Path> files = Files.walk(runs)) {
      Path newest =
          files
              .filter(file -> file.getFileName().toString().startsWith("step-"))
              .max(Comparator.comparing(Path::getFileName))
              .orElseThrow();
      Files.copy(newest, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  private static Reproduction reproduction(StepWatch fault) {
    return new Reproduction(
        SmallRun.slots(), kernels, SmallRun.locations(), SmallRun.NO_REPORT, fault);
  }

  private Verdict reproduce(Path original, Optional<Path> from, StepWatch fault)
      throws IOException {
    return reproduction(fault).run(original, root, from, new SmallRun.Unwatched());
  }

  /** Flips the last bit of a parameter's element after a step, as a cosmic ray would. */
  private static StepWatch flip(long at, int parameter, int element) {
    return (step, parameters) -> {
      if (step == at) {
        flipLastBit(parameters.get(parameter), element);
      }
    };
  }

  private static void flipLastBit(Parameter parameter, int element) {
    float[] values = parameter.value().floats();
    values[element] = Float.intBitsToFloat(Float.floatToRawIntBits(values[element]) ^ 1);
  }

  private static List<String> names() {
    return SmallRun.model(EXPERIMENT).parameters().list().stream().map(Parameter::name).toList();
  }

  private static void assertBitwise(long steps, Verdict verdict) {
    Verdict.Bitwise same = assertInstanceOf(Verdict.Bitwise.class, verdict, verdict::toString);
    assertEquals(first.digest(), same.digest());
    assertEquals(steps, same.steps());
    assertEquals(List.of(), same.notes());
    assertEquals("report: the folder has none", same.notCompared().getFirst());
  }

  private Path copy() throws IOException {
    Path copy = root.resolve("copy");
    try (Stream<Path> files = Files.walk(first.folder())) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(first.folder().relativize(file).toString()));
      }
    }
    return copy;
  }

  @Test
  void aRunIsReproducedByOtherKernelsAndThreads() throws IOException {
    try (KernelSet others = KernelSet.choose(KernelSet.Choice.AUTO, 2)) {
      Reproduction again =
          new Reproduction(SmallRun.slots(), others, SmallRun.locations(), SmallRun.NO_REPORT);
      Verdict verdict = again.run(first.folder(), root, Optional.empty(), new SmallRun.Unwatched());
      assertBitwise(STEPS + 1, verdict);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 3", "5, 7", "8, 0", "14, 5", "15, 2"})
  void aFlippedBitIsFoundAtItsStepAndParameter(long step, int parameter) throws IOException {
    Verdict verdict = reproduce(first.folder(), Optional.empty(), flip(step, parameter, 1));
    Verdict.Different different = assertInstanceOf(Verdict.Different.class, verdict);
    assertEquals(OptionalLong.of(step), different.step());
    assertEquals(names().get(parameter), different.what());
    assertEquals(step == 0 ? OptionalLong.empty() : OptionalLong.of(step - 1), different.since());
    assertEquals(List.of(), different.notes(), "no other parameter differs after this step");
    assertEquals(step == 0 ? "before the first step" : "at step " + step, different.where());
    Path again = root.resolve(first.folder().getFileName());
    assertFalse(Files.exists(again.resolve("result.json")), "the second run stops there");
  }

  @Test
  void aReplayFromACheckpointComparesTheRest() throws IOException {
    Verdict verdict = reproduce(first.folder(), Optional.of(checkpoint), StepWatch.NONE);
    assertBitwise(PER_EPOCH + 1, verdict);
  }

  @Test
  void aFaultBehindTheCheckpointIsFoundInAReplay() throws IOException {
    Verdict verdict = reproduce(first.folder(), Optional.of(checkpoint), flip(12, 1, 0));
    assertEquals(OptionalLong.of(12), assertInstanceOf(Verdict.Different.class, verdict).step());
  }

  @Test
  void aCheckpointThatIsNotTheRunsIsFoundAtItsStep() throws IOException {
    Model model = SmallRun.model(EXPERIMENT);
    List<Parameter> parameters = model.parameters().list();
    Checkpoint read = Checkpoint.read(checkpoint, first.id());
    read.restore(parameters);
    flipLastBit(parameters.get(4), 0);
    Path damaged = root.resolve("damaged.safetensors");
    new Snapshot(
            first.id(),
            read.position(),
            read.callbackFiles(),
            read.metrics(),
            parameters,
            read.optimizer(),
            read.best())
        .write(FolderFile.at(damaged));
    Verdict verdict = reproduce(first.folder(), Optional.of(damaged), StepWatch.NONE);
    Verdict.Different different = assertInstanceOf(Verdict.Different.class, verdict);
    assertEquals(OptionalLong.of(2 * PER_EPOCH), different.step());
    assertEquals(names().get(4), different.what());
  }

  @Test
  void fromTheFinalCheckpointTheEvaluationIsCompared() throws IOException {
    Path last = first.folder().resolve("checkpoints/final.safetensors");
    Verdict verdict = reproduce(first.folder(), Optional.of(last), StepWatch.NONE);
    assertBitwise(1, verdict);
  }

  /** Its noise is measured on the training set behind the last step of an epoch. */
  @ParameterizedTest
  @ValueSource(strings = {"", NEWEST, "checkpoints/final.safetensors"})
  void calibratedNoiseIsReproducedFromAnywhere(String from) throws IOException {
    Path runs = shared.resolve("optimal-" + from.replace('/', '-'));
    Path kept = root.resolve("kept.safetensors");
    Progress keeping =
        new Progress() {
          @Override
          public void step(long step, long steps) {
            if (step == steps && from.equals(NEWEST)) {
              keep(runs, kept);
            }
          }

          @Override
          public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
        };
    RunResult run = SmallRun.runner(kernels, runs).run(OPTIMAL, false, keeping);
    Path checkpoint = from.equals(NEWEST) ? kept : run.folder().resolve(from);
    Verdict verdict =
        reproduce(
            run.folder(),
            from.isEmpty() ? Optional.empty() : Optional.of(checkpoint),
            StepWatch.NONE);
    assertEquals(run.digest(), assertInstanceOf(Verdict.Bitwise.class, verdict).digest());
  }

  @Test
  void aDivergedRunDivergesAgain() throws IOException {
    Resolved wild = EXPERIMENT.with("optimizer.type", "sgd").with("optimizer.learningRate", 1e30);
    RunResult diverged = SmallRun.run(wild, kernels, shared.resolve("wild"));
    assertEquals(RunResult.Status.DIVERGED, diverged.status());
    Verdict verdict = reproduce(diverged.folder(), Optional.empty(), StepWatch.NONE);
    assertEquals(diverged.digest(), assertInstanceOf(Verdict.Bitwise.class, verdict).digest());
  }

  @Test
  void aMissingJournalIsFoundThoughTheEndIsTheSame() throws IOException {
    Path copy = copy();
    Files.delete(copy.resolve(Journal.FILE));
    Verdict verdict = reproduce(copy, Optional.empty(), StepWatch.NONE);
    Verdict.Different different = assertInstanceOf(Verdict.Different.class, verdict);
    assertEquals(Journal.FILE, different.what());
    assertEquals(
        List.of("the run has no journal.bin: only its end is compared"), different.notes());
  }

  private Path edited(String name, String from, String to) throws IOException {
    Path copy = copy();
    String text = Files.readString(copy.resolve(name));
    String changed = text.replaceFirst(from, to);
    assertFalse(text.equals(changed), from);
    Files.writeString(copy.resolve(name), changed);
    return copy;
  }

  @Test
  void aMetricThatDiffersIsNamed() throws IOException {
    Path copy = edited("result.json", "(\"test/rate\" : )([0-9.]+)", "$17.5");
    Verdict verdict = reproduce(copy, Optional.empty(), StepWatch.NONE);
    Verdict.Different different = assertInstanceOf(Verdict.Different.class, verdict);
    assertEquals("test/rate", different.what());
    assertEquals("at the end", different.where());
  }

  @Test
  void aLineOfTheMetricsThatDiffersIsNamed() throws IOException {
    Path copy = edited("metrics.jsonl", "\"value\":-", "\"value\":");
    Verdict verdict = reproduce(copy, Optional.empty(), StepWatch.NONE);
    String what = assertInstanceOf(Verdict.Different.class, verdict).what();
    assertTrue(what.startsWith("metrics.jsonl line "), what);
  }

  @Test
  void otherNumericsAreRefused() throws IOException {
    Path copy = edited("provenance.json", "\"numerics\" : [0-9]+", "\"numerics\" : 77777");
    NotReproducibleException refused =
        assertThrows(
            NotReproducibleException.class,
            () -> reproduce(copy, Optional.empty(), StepWatch.NONE));
    assertTrue(refused.getMessage().contains("version 77777 of the numerics"));
    assertTrue(refused.getMessage().contains("Check out the commit "), refused.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256", "splitSha256"})
  void otherDataAreRefused(String key) throws IOException {
    Path copy = edited("provenance.json", "(\"" + key + "\" : \")[0-9a-f]{8}", "$100000000");
    DataException refused =
        assertThrows(DataException.class, () -> reproduce(copy, Optional.empty(), StepWatch.NONE));
    assertTrue(refused.getMessage().contains("--data"), refused.getMessage());
  }

  @Test
  void aFolderThatExistsIsNeitherReadNorTouched() throws IOException {
    RunFolderException refused =
        assertThrows(
            RunFolderException.class,
            () ->
                reproduction(StepWatch.NONE)
                    .run(first.folder(), shared, Optional.empty(), new SmallRun.Unwatched()));
    assertTrue(refused.getMessage().contains("exists already"), refused.getMessage());
    assertTrue(Verification.of(first.folder()).verified());
  }
}
