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
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.experiments.run.checkpoint.Cadence;
import vae.experiments.run.checkpoint.Checkpoint;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Callbacks;
import vae.experiments.training.Model;
import vae.experiments.training.Progress;
import vae.experiments.training.RandomStreams;
import vae.experiments.training.Regime;
import vae.experiments.training.Trainer;
import vae.experiments.training.divergence.DivergencePolicy;
import vae.experiments.wiring.ModelFactory;

/** Runs with masks and running moments: stopped, rolled back, averaged, evaluated. */
final class RegularizedRunTest {

  private static final int STEPS_PER_EPOCH = 6;

  private static final String BOTH = "\"normalization\": {\"type\": \"batch\"}, \"dropout\": 0.3";

  /** 41 examples in batches of 8: the last batch of an epoch is one row. */
  private static final Resolved EXPERIMENT =
      SmallRun.read(
          """
          { "name": "regularized", "latentSize": 2,
            "data": {"type": "digits", "limit": 41, "split": {"validation": 8, "test": 8}},
            "encoder": {"type": "mlp", "hidden": [8, 6], %s},
            "decoder": {"type": "gated-mlp", "hidden": [8], %s},
            "likelihood": {"type": "gaussian", "noise": {"type": "optimal"}},
            "estimator": {"type": "dreg", "samples": 2},
            "training": {"epochs": 2, "batchSize": 8,
              "callbacks": [{"type": "weight-average", "decay": 0.5}]},
            "evaluation": {"draws": 1, "nll": {"samples": 3}} }
          """
              .formatted(BOTH, BOTH));

  private static KernelSet kernels;

  @TempDir private static Path reference;
  @TempDir private Path root;

  @BeforeAll
  static void start() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void stop() {
    kernels.close();
  }

  private static final class Pulled extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private RunResult run(Path where, int last) throws IOException {
    Progress progress =
        new Progress() {
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
        };
    return SmallRun.runner(kernels, where, Cadence.ofSteps(1)).run(EXPERIMENT, true, progress);
  }

  @Test
  void stoppingAfterAnyStepChangesNothing() throws IOException {
    RunResult whole = SmallRun.run(EXPERIMENT, kernels, reference);
    for (int step : new int[] {1, STEPS_PER_EPOCH, STEPS_PER_EPOCH + 2}) {
      int last = step;
      Path where = root.resolve("after-" + step);
      assertThrows(Pulled.class, () -> run(where, last));
      RunResult resumed = run(where, 0);
      assertEquals(whole.digest(), resumed.digest(), "after step " + step);
      assertEquals(
          Files.readString(whole.folder().resolve("metrics.jsonl")),
          Files.readString(resumed.folder().resolve("metrics.jsonl")));
    }
  }

  /** Means of running variances are positive: the averaged model has moments of its own. */
  @Test
  void theRunEndsAtAveragedMomentsThatItsCheckpointHolds() throws IOException {
    RunResult whole = SmallRun.run(EXPERIMENT, kernels, reference);
    assertEquals(RunResult.Status.COMPLETE, whole.status(), whole.message());
    Model model = SmallRun.model(EXPERIMENT);
    List<Parameter> running = running(model);
    assertEquals(8, running.size());
    Checkpoint.read(whole.folder().resolve("checkpoints/final.safetensors"), whole.id())
        .restore(model.parameters().list());
    for (Parameter parameter : running) {
      double start = parameter.name().endsWith("mean") ? 0 : 1;
      double[] values = parameter.value().toDoubles();
      assertTrue(Arrays.stream(values).anyMatch(it -> it != start), parameter.name());
      assertTrue(start == 0 || Arrays.stream(values).allMatch(it -> it > 0), parameter.name());
    }
  }

  private static List<Parameter> running(Model model) {
    return model.parameters().list().stream().filter(it -> it.name().contains("running-")).toList();
  }

  private static Trainer trainer(Resolved experiment, Model model, DivergencePolicy policy) {
    return new Trainer(
        model,
        SmallRun.data(experiment),
        new ModelFactory(SmallRun.slots()).binarization(experiment.spec()),
        new RandomStreams(experiment.spec().seed()),
        new Regime(8, 2, model.parameters().type(), policy, Callbacks.none()),
        kernels);
  }

  private static List<double[]> values(Model model) {
    return running(model).stream().map(it -> it.value().copy().toDoubles()).toList();
  }

  private static void assertSame(List<double[]> expected, List<double[]> found) {
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), found.get(i));
    }
  }

  /** Adam keeps moments of what it changes. */
  @Test
  void theOptimiserLeavesRunningMomentsAlone() {
    Model model = SmallRun.model(EXPERIMENT);
    try (Trainer trainer = trainer(EXPERIMENT, model, DivergencePolicy.fail())) {
      List<double[]> before = values(model);
      trainer.step(new SmallRun.Unwatched());
      assertTrue(trainer.optimizerState().containsKey("encoder.hidden.0.normalization.scale.m"));
      for (String name : trainer.optimizerState().keySet()) {
        assertFalse(name.contains("running-"), name);
      }
      assertNotEquals(before.getFirst()[0], values(model).getFirst()[0]);
    }
  }

  /** The last batch of the epoch, one row, has no moments of the encoder's layers. */
  @Test
  void aBatchOfOneRowMovesNoMomentsOfTheEncoder() {
    Model model = SmallRun.model(EXPERIMENT);
    try (Trainer trainer = trainer(EXPERIMENT, model, DivergencePolicy.fail())) {
      List<double[]> before = List.of();
      for (int step = 1; step <= STEPS_PER_EPOCH; step++) {
        before = values(model);
        trainer.step(new SmallRun.Unwatched());
      }
      assertEquals(1, trainer.epoch());
      List<Parameter> running = running(model);
      for (int i = 0; i < running.size(); i++) {
        boolean same = Arrays.equals(before.get(i), running.get(i).value().toDoubles());
        // Of two draws the decoder has two rows.
        assertEquals(running.get(i).name().startsWith("encoder."), same, running.get(i).name());
      }
    }
  }

  /** The first step is taken and spoils the second, at any rate that is left after 3 returns. */
  @Test
  void aReturnToTheStartOfAnEpochTakesTheMomentsAlong() {
    Resolved experiment =
        EXPERIMENT
            .with("likelihood.noise.type", "fixed")
            .with("optimizer.type", "sgd")
            .with("optimizer.learningRate", 1e37);
    Model model = SmallRun.model(experiment);
    DivergencePolicy policy = new DivergencePolicy(0, 3, 0.5);
    try (Trainer trainer = trainer(experiment, model, policy)) {
      List<double[]> before = values(model);
      trainer.step(new SmallRun.Unwatched());
      assertEquals(1, trainer.step());
      assertNotEquals(before.getFirst()[0], values(model).getFirst()[0]);
      trainer.step(new SmallRun.Unwatched());
      assertEquals(0, trainer.step());
      assertSame(before, values(model));
    }
  }
}
