package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import vae.core.spec.SpecException;
import vae.experiments.recorded.RecordedKept;
import vae.experiments.recorded.RecordedStop;
import vae.experiments.reproduction.Reproduction;
import vae.experiments.run.journal.StepWatch;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.run.verification.Verdict;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.Resolved;

/** Runs that a callback ends early, and runs whose parameters are averaged. */
final class CallbackRunTest {

  /** Nothing is so much better: the first epoch is the best. */
  private static final String STOPPING =
      "{\"type\": \"early-stopping\", \"patience\": 2, \"minimumDelta\": 1e6}";

  private static final double DECAY = 0.75;

  private static final Resolved PLAIN =
      FragileRun.EXPERIMENT
          .with("data.binarization.type", "none")
          .with("likelihood.type", "gaussian")
          .with("likelihood.noise.type", "optimal");

  private static final Resolved STOPPED = with(PLAIN.with("training.epochs", 6), STOPPING);

  private static final Resolved AVERAGED =
      with(PLAIN, "{\"type\": \"weight-average\", \"decay\": " + DECAY + "}");

  private static KernelSet kernels;

  @TempDir private Path root;

  @BeforeAll
  static void startThreads() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  private static Resolved with(Resolved experiment, String callbacks) {
    String json = experiment.pretty();
    int at = json.indexOf("\"epochs\"");
    return SmallRun.read(
        json.substring(0, at) + "\"callbacks\": [" + callbacks + "], " + json.substring(at));
  }

  private RunResult run(Resolved experiment, String where) throws IOException {
    return SmallRun.run(experiment, kernels, root.resolve(where));
  }

  @Test
  void anEarlyEndIsRecorded() throws IOException {
    RunResult result = run(STOPPED, "runs");
    assertEquals(RunResult.Status.COMPLETE, result.status());
    RecordedStop stop = result.stopped().orElseThrow();
    assertEquals(3, stop.epoch());
    assertEquals("0-early-stopping", stop.callback());
    assertTrue(stop.reason().startsWith("validation/elbo has not improved since epoch 1"));
    assertEquals(result, RunResult.read(result.folder()));
    Verification.Outcome verified = Verification.of(result.folder());
    assertEquals(List.of(), verified.findings());
    assertEquals(result, run(STOPPED, "runs"), "it is complete");
    RunResult short3 = run(PLAIN, "three");
    assertEquals(result.metrics(), short3.metrics(), "it is the run of three epochs");
    assertEquals(result.digest(), short3.digest());
    assertNotEquals(result.id(), short3.id());
    assertEquals(Optional.empty(), short3.stopped());
  }

  @Test
  void anEarlyEndIsReproduced() throws IOException {
    RunResult result = run(STOPPED, "runs");
    Verdict verdict = reproduce(result, "again");
    assertEquals(10, assertInstanceOf(Verdict.Bitwise.class, verdict, verdict::toString).steps());
    Path file = result.folder().resolve("result.json");
    String text = Files.readString(file);
    Files.writeString(file, text.replace("since epoch 1", "since epoch 2"));
    assertFalse(Verification.of(result.folder()).verified());
  }

  /** As if it had been a run of the best epoch and no more, whatever the last one was. */
  @ParameterizedTest
  @CsvSource({
    "validation/elbo, 2, 1, false", // ended early
    "validation/elbo, 100, 1, false", // went to its last epoch
    "train/elbo, 2, 2, false", // its best epoch was not evaluated
    "validation/elbo, 2, 1, true"
  })
  void theBestParametersAreKept(String metric, int patience, int evaluateEvery, boolean averaged)
      throws IOException {
    String average = "{\"type\": \"weight-average\", \"decay\": 0.75}";
    String keeping =
        STOPPING
            .replace("\"patience\": 2", "\"patience\": " + patience)
            .replace("1e6", "1e6, \"metric\": \"" + metric + "\", \"restoreBest\": true");
    Resolved plain = PLAIN.with("training.evaluateEvery", evaluateEvery);
    Resolved longer = plain.with("training.epochs", 6);
    RunResult kept = run(with(longer, averaged ? average + ", " + keeping : keeping), "kept");
    Resolved one = plain.with("training.epochs", 1);
    RunResult short1 = run(averaged ? with(one, average) : one, "short");
    assertEquals(
        new RecordedKept(1, averaged ? "1-early-stopping" : "0-early-stopping"),
        kept.kept().orElseThrow());
    assertEquals(patience == 2 ? 3 : 6, kept.stopped().map(RecordedStop::epoch).orElse(6));
    assertEquals(short1.metrics(), kept.metrics());
    assertEquals(short1.digest(), kept.digest());
    assertEquals(kept, RunResult.read(kept.folder()));
    assertEquals(List.of(), Verification.of(kept.folder()).findings());
    Verdict verdict = reproduce(kept, "again");
    assertInstanceOf(Verdict.Bitwise.class, verdict, verdict::toString);
  }

  private Verdict reproduce(RunResult result, String where) throws IOException {
    return new Reproduction(SmallRun.slots(), kernels, SmallRun.locations(), SmallRun.NO_REPORT)
        .run(result.folder(), root.resolve(where), Optional.empty(), new SmallRun.Unwatched());
  }

  /** Rungs of a sweep: past its end, a trial stands where it ended. */
  @Test
  void aPausedRunThatHasEndedStandsStill() throws IOException {
    RunResult whole = run(STOPPED, "whole");
    Runner runner = SmallRun.runner(kernels, root.resolve("paused"));
    for (int rung : new int[] {2, 4, 5}) {
      Pause pause = new Pause(rung, () -> false);
      SmallRun.Unwatched nobody = new SmallRun.Unwatched();
      PausedRun paused =
          assertInstanceOf(PausedRun.class, runner.run(STOPPED, true, nobody, pause));
      assertTrue(paused.reached());
      assertEquals(rung, paused.epoch());
      double bound = paused.metrics().get("validation/elbo").value();
      if (rung > 2) {
        assertEquals(whole.metrics().get("validation/elbo").value(), bound);
      }
      PausedRun known =
          assertInstanceOf(
              PausedRun.class,
              SmallRun.runner(kernels, root.resolve("whole")).run(STOPPED, true, nobody, pause));
      assertEquals(paused.metrics(), known.metrics(), "as a complete run remembers it");
    }
    RunResult result = runner.run(STOPPED, true, new SmallRun.Unwatched());
    assertEquals(whole.digest(), result.digest());
    assertEquals(whole.stopped(), result.stopped());
    assertEquals(FragileRun.names(whole.folder()), FragileRun.names(result.folder()));
  }

  /** The average of all steps, added up here; and training is as it was without it. */
  @Test
  void theAverageIsKeptAndTrainingIsNotChanged() throws IOException {
    Map<String, float[]> average = new HashMap<>();
    List<float[]> course = new ArrayList<>();
    StepWatch watch =
        (step, parameters) -> {
          for (Parameter parameter : parameters) {
            float[] now = parameter.value().floats();
            course.add(now.clone());
            average.merge(parameter.name(), now.clone(), CallbackRunTest::average);
          }
        };
    Path plain = root.resolve("plain");
    new Runner(SmallRun.environment(kernels), RunSettings.in(plain), watch)
        .run(PLAIN, false, new SmallRun.Unwatched());
    RunResult result = run(AVERAGED, "averaged");
    Path last = result.folder().resolve("checkpoints/final.safetensors");
    SafeTensors kept = SafeTensors.read(last);
    average.forEach(
        (name, expected) -> {
          if (!name.contains("noise")) {
            assertArrayEquals(expected, kept.entries().get(name).floats(), name);
          }
        });
    List<float[]> averagedCourse = new ArrayList<>();
    StepWatch other =
        (step, parameters) ->
            parameters.forEach(it -> averagedCourse.add(it.value().floats().clone()));
    new Runner(SmallRun.environment(kernels), RunSettings.in(root.resolve("other")), other)
        .run(AVERAGED, false, new SmallRun.Unwatched());
    int untilLast = course.size() - average.size();
    assertEquals(course.size(), averagedCourse.size());
    for (int i = 0; i < untilLast; i++) {
      assertArrayEquals(
          course.get(i), averagedCourse.get(i), "calibration neither leaks nor gets lost");
    }
    assertEquals(trainLines(plain), trainLines(root.resolve("averaged")));
  }

  private static float[] average(float[] mean, float[] value) {
    for (int i = 0; i < mean.length; i++) {
      mean[i] = (float) (DECAY * mean[i] + (1 - DECAY) * value[i]);
    }
    return mean;
  }

  private static List<String> trainLines(Path runs) throws IOException {
    try (Stream<Path> folders = Files.list(runs)) {
      return Files.readAllLines(folders.findFirst().orElseThrow().resolve("metrics.jsonl")).stream()
          .filter(line -> line.contains("\"train/"))
          .toList();
    }
  }

  /** Digest, best and evaluation are of the average, with the noise that belongs to it. */
  @Test
  void theAverageIsWhatIsEvaluated() throws IOException {
    RunResult result = run(AVERAGED, "runs");
    assertEquals(List.of(), Verification.of(result.folder()).findings());
    RunResult again =
        new Reevaluation(SmallRun.slots(), kernels, SmallRun.locations())
            .evaluate(result.folder(), List.of())
            .result();
    again.metrics().forEach((name, value) -> assertEquals(result.metrics().get(name), value, name));
    Verdict verdict = reproduce(result, "again");
    assertInstanceOf(Verdict.Bitwise.class, verdict, verdict::toString);
    SafeTensors best = SafeTensors.read(result.folder().resolve("checkpoints/best.safetensors"));
    SafeTensors last = SafeTensors.read(result.folder().resolve("checkpoints/final.safetensors"));
    assertEquals("3", best.metadata().get("epoch"), "the bound still rises");
    for (String name : best.entries().keySet()) {
      assertArrayEquals(last.entries().get(name).floats(), best.entries().get(name).floats(), name);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\": \"weight-average\"}",
        "{\"type\": \"early-stopping\", \"restoreBest\": true}"
      })
  void onlyOneMayReplaceTheParameters(String callback) {
    Resolved two = with(PLAIN, callback + ", " + callback);
    SpecException e = assertThrows(SpecException.class, () -> run(two, "runs"));
    assertEquals("training.callbacks[1]", e.path());
    assertFalse(Files.exists(root.resolve("runs")), "before the folder is made");
  }

  @Test
  void whatDoesNotFitIsRefusedWithItsPath() {
    Resolved alone = STOPPED.with("data.split.validation", 0);
    SpecException e = assertThrows(SpecException.class, () -> run(alone, "runs"));
    assertEquals("training.callbacks[0].metric", e.path());
    assertFalse(Files.exists(root.resolve("runs")), "before the folder is made");
  }
}
