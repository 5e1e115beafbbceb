package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.run.folder.Digest;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Progress;

/** A run goes on from a checkpoint after any step, in the middle of an epoch too. */
final class ResumeAtEveryStepTest {

  private static final int STEPS = 9;

  /** The likelihood takes its noise from an evaluation in the middle of training. */
  private static final Resolved CALIBRATED =
      FragileRun.EXPERIMENT
          .with("name", "calibrated")
          .with("data.binarization.type", "none")
          .with("likelihood.type", "gaussian")
          .with("likelihood.noise.type", "optimal")
          .with("training.evaluateEvery", 2)
          .with("optimizer.schedule.type", "cosine");

  private static KernelSet kernels;

  @TempDir private static Path reference;
  @TempDir private Path root;

  @BeforeAll
  static void startThreads() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  private static final class Pulled extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Stops once a checkpoint of the step is saved. */
  private record StopAfter(long last) implements Progress {
    @Override
    public void step(long step, long steps) {}

    @Override
    public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}

    @Override
    public void saved(long step) {
      if (step == last) {
        throw new Pulled();
      }
    }
  }

  private RunResult run(Resolved experiment, Path where, Progress progress) throws IOException {
    return SmallRun.runner(kernels, where, Cadence.ofSteps(1)).run(experiment, true, progress);
  }

  static Stream<Resolved> experiments() {
    return Stream.of(
        FragileRun.EXPERIMENT,
        CALIBRATED,
        FragileRun.EXPERIMENT.with("training.dtype", "f64"),
        withCallbacks(""),
        withCallbacks(", \"restoreBest\": true}, {\"type\": \"sample-sheet\", \"every\": 1"));
  }

  /** Callbacks with a state: one averages, the other ends training after nine steps of 18. */
  private static Resolved withCallbacks(String restore) {
    String calibrated = CALIBRATED.with("training.evaluateEvery", 1).pretty();
    Resolved experiment =
        SmallRun.read(
            calibrated.replaceFirst(
                "\"epochs\" *: *3",
                """
                "epochs": 6,
                "callbacks": [{"type": "weight-average", "decay": 0.9, "start": 1},
                              {"type": "early-stopping", "patience": 2, "minimumDelta": 1e6%s}]
                """
                    .formatted(restore)));
    assertTrue(experiment.spec().training().callbacks().size() >= 2);
    return experiment;
  }

  /** An optimizer of three arrays per parameter, and a rate that falls after every epoch. */
  private static Resolved withPlateau() {
    return SmallRun.read(
        CALIBRATED
            .with("training.evaluateEvery", 1)
            .with("training.shuffle", false)
            .pretty()
            .replaceFirst(
                "(?s)\"optimizer\" *: *\\{.*?\\}.*?\\}",
                """
                "optimizer": {"type": "rms-prop", "learningRate": 0.001, "centered": true,
                  "momentum": 0.5, "weightDecay": 0.1, "clipNorm": 1.0,
                  "schedule": {"type": "plateau", "factor": 0.5, "patience": 0, "threshold": 1e6}}
                """));
  }

  @ParameterizedTest
  @MethodSource("experiments")
  void stoppingAfterAnyStepChangesNothing(Resolved experiment) throws IOException {
    RunResult whole = SmallRun.run(experiment, kernels, reference);
    for (int step : IntStream.rangeClosed(1, STEPS).toArray()) {
      Path where = root.resolve("stopped-after-" + step);
      assertThrows(Pulled.class, () -> run(experiment, where, new StopAfter(step)));
      assertSame(whole, run(experiment, where, new SmallRun.Unwatched()), "step " + step);
    }
  }

  @Test
  void stoppingAfterEachStepInTurnChangesNothing() throws IOException {
    RunResult whole = SmallRun.run(CALIBRATED, kernels, reference);
    for (int step : IntStream.rangeClosed(1, STEPS).toArray()) {
      assertThrows(Pulled.class, () -> run(CALIBRATED, root, new StopAfter(step)));
    }
    assertSame(whole, run(CALIBRATED, root, new SmallRun.Unwatched()), "in turn");
  }

  private static void assertSame(RunResult whole, RunResult resumed, String where)
      throws IOException {
    assertEquals(whole.digest(), resumed.digest(), where);
    assertEquals(whole.metrics(), resumed.metrics(), where);
    for (String name :
        List.of("metrics.jsonl", "checkpoints/best.safetensors", "checkpoints/final.safetensors")) {
      assertEquals(
          Digest.ofFile(whole.folder().resolve(name)),
          Digest.ofFile(resumed.folder().resolve(name)),
          where + ": " + name);
    }
    assertEquals(FragileRun.names(whole.folder()), FragileRun.names(resumed.folder()));
  }

  @Test
  void theLastCheckpointsStayWhileTheRunTrains() throws IOException {
    Cadence three = Cadence.ofSteps(1).keeping(3);
    Progress stop = new StopAfter(STEPS - 2);
    assertThrows(
        Pulled.class,
        () -> SmallRun.runner(kernels, root, three).run(FragileRun.EXPERIMENT, true, stop));
    List<String> steps =
        FragileRun.names(root).stream()
            .filter(name -> name.contains("/step-"))
            .map(name -> name.substring(name.indexOf("/step-")))
            .toList();
    assertEquals(
        List.of(
            "/step-000000000004.safetensors", // the stop came before the oldest was removed
            "/step-000000000005.safetensors",
            "/step-000000000006.safetensors",
            "/step-000000000007.safetensors"),
        steps);
    try (var folders = Files.list(root)) {
      assertEquals(1, folders.count());
    }
  }

  /** The cadence is no part of the experiment. */
  @Test
  void theCadenceChangesNothingOfACompleteRun() throws IOException {
    RunResult whole = SmallRun.run(FragileRun.EXPERIMENT, kernels, reference);
    assertSame(
        whole,
        SmallRun.runner(kernels, root, Cadence.STANDARD)
            .run(FragileRun.EXPERIMENT, false, new SmallRun.Unwatched()),
        "every 15 seconds");
  }
}
