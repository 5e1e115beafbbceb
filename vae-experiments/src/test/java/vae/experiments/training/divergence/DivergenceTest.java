package vae.experiments.training.divergence;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.NonFinite;
import vae.autodiff.tape.Parameter;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Callback;
import vae.experiments.training.Callbacks;
import vae.experiments.training.Model;
import vae.experiments.training.Position;
import vae.experiments.training.Progress;
import vae.experiments.training.RandomStreams;
import vae.experiments.training.Regime;
import vae.experiments.training.Trainer;
import vae.experiments.training.Training;
import vae.experiments.wiring.ModelFactory;

/** Training that meets NaN or infinity: what it says, and what each policy does. */
final class DivergenceTest {

  private static KernelSet kernels;

  @BeforeAll
  static void startThreads() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  private static Resolved wild() {
    return SmallRun.read(SmallRun.GAUSSIAN)
        .with("optimizer.type", "sgd")
        .with("optimizer.learningRate", 1e6);
  }

  private static Trainer trainer(Resolved experiment, Model model, DivergencePolicy policy) {
    return new Trainer(
        model,
        SmallRun.data(experiment),
        new ModelFactory(SmallRun.slots()).binarization(experiment.spec()),
        new RandomStreams(1),
        new Regime(64, 4, experiment.spec().training().dtype(), policy, Callbacks.none()),
        kernels);
  }

  /** Counts the steps that stay. */
  private static final class Count implements Callback {
    private int steps;

    @Override
    public void afterStep(Training training) {
      steps++;
    }

    @Override
    public SortedMap<String, NdArray> state() {
      return new TreeMap<>(Map.of("steps", NdArray.of(Shape.SCALAR, new double[] {steps})));
    }

    @Override
    public void restore(SortedMap<String, NdArray> state) {
      steps = (int) state.get("steps").get(0);
    }
  }

  @Test
  void callbacksGoBackWithTheEpoch() {
    Resolved experiment = wild();
    Model model = SmallRun.model(experiment);
    Count count = new Count();
    Regime regime =
        new Regime(
            64,
            4,
            DType.F32,
            new DivergencePolicy(0, 100, 0.01),
            new Callbacks(Map.of("0-count", count)));
    try (Trainer trainer =
        new Trainer(
            model,
            SmallRun.data(experiment),
            new ModelFactory(SmallRun.slots()).binarization(experiment.spec()),
            new RandomStreams(1),
            regime,
            kernels)) {
      SortedMap<String, Double> means = trainer.epoch(Progress.UNWATCHED);
      assertTrue(means.get("train/rolled-back") > 0, means::toString);
      assertEquals(trainer.step(), count.steps);
    }
  }

  private static Parameter parameter(Model model, String name) {
    return model.parameters().list().stream()
        .filter(parameter -> parameter.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<double[]> copies(Model model) {
    List<double[]> copies = new ArrayList<>();
    model.parameters().list().forEach(it -> copies.add(it.value().toDoubles()));
    return copies;
  }

  private static void assertSame(List<double[]> expected, List<double[]> actual) {
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i));
    }
  }

  /** Watches the steps that were made. */
  private record Steps(List<Long> numbers) implements Progress {
    @Override
    public void step(long step, long steps) {
      numbers.add(step);
    }

    @Override
    public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
  }

  private static DivergedException diverged(Resolved experiment, Model model) {
    try (Trainer trainer = trainer(experiment, model, DivergencePolicy.fail())) {
      return assertThrows(
          DivergedException.class,
          () -> {
            for (int epoch = 0; epoch < 4; epoch++) {
              trainer.epoch(new SmallRun.Unwatched());
            }
          });
    }
  }

  @Test
  void aPlantedNotANumberIsNamedWithItsLayer() {
    Resolved experiment = SmallRun.read(SmallRun.GAUSSIAN);
    Model model = SmallRun.model(experiment);
    parameter(model, "decoder.hidden.0.weight").value().set(3, Double.NaN);
    DivergedException e = diverged(experiment, model);
    assertEquals(1, e.step());
    Divergence divergence = e.divergence().orElseThrow();
    NonFinite origin = divergence.origin().orElseThrow();
    assertEquals("parameter", origin.op());
    assertEquals("decoder.hidden.0", origin.layer());
    assertTrue(
        e.getMessage().contains("a parameter of decoder.hidden.0 holds NaN"), e.getMessage());
    assertEquals(1, divergence.parameters().get("decoder.hidden.0.weight").notFinite());
    assertEquals(0, divergence.parameters().get("encoder.output.weight").notFinite());
    assertEquals(0, divergence.batch().least());
    assertEquals(1, divergence.batch().most());
  }

  @Test
  void anOverflowIsNamedWithItsOperationAndLayer() {
    Resolved experiment = SmallRun.read(SmallRun.GAUSSIAN);
    Model model = SmallRun.model(experiment);
    NdArray weight = parameter(model, "decoder.output.weight").value();
    for (int i = 0; i < weight.shape().size(); i++) {
      weight.set(i, 3e38);
    }
    DivergedException e = diverged(experiment, model);
    NonFinite origin = e.divergence().orElseThrow().origin().orElseThrow();
    assertEquals("decoder.output", origin.layer());
    assertEquals(NonFinite.Pass.FORWARD, origin.pass());
    assertTrue(e.getMessage().contains("decoder.output"), e.getMessage());
  }

  @Test
  void aHugeLearningRateIsTracedToAnOperation() {
    Resolved experiment = wild();
    Model model = SmallRun.model(experiment);
    Divergence divergence = diverged(experiment, model).divergence().orElseThrow();
    NonFinite origin = divergence.origin().orElseThrow();
    assertFalse(origin.op().isEmpty());
    assertFalse(origin.layer().isEmpty());
    assertFalse(Double.isFinite(origin.value()));
    divergence.parameters().forEach((name, range) -> assertEquals(0, range.notFinite(), name));
  }

  @Test
  void skippingLeavesParametersAloneUntilTooManyFollowEachOther() {
    Resolved experiment = SmallRun.read(SmallRun.GAUSSIAN);
    Model model = SmallRun.model(experiment);
    parameter(model, "encoder.hidden.0.bias").value().set(0, Double.NaN);
    List<double[]> before = copies(model);
    List<Long> steps = new ArrayList<>();
    try (Trainer trainer = trainer(experiment, model, new DivergencePolicy(4, 0, 1))) {
      DivergedException e =
          assertThrows(DivergedException.class, () -> trainer.epoch(new Steps(steps)));
      assertEquals(5, e.step());
    }
    assertEquals(List.of(1L, 2L, 3L, 4L), steps);
    assertSame(before, copies(model));
  }

  @Test
  void skippedStepsAreCountedAcrossAStop() {
    Resolved experiment = SmallRun.read(SmallRun.GAUSSIAN);
    Model model = SmallRun.model(experiment);
    Parameter broken = parameter(model, "encoder.hidden.0.bias");
    broken.value().set(0, Double.NaN);
    DivergencePolicy policy = new DivergencePolicy(7, 0, 1);
    SortedMap<String, NdArray> state;
    try (Trainer trainer = trainer(experiment, model, policy)) {
      SortedMap<String, Double> means = trainer.epoch(new SmallRun.Unwatched());
      assertEquals(new TreeMap<>(Map.of("train/skipped", 5.0)), means);
      state = trainer.optimizerState();
    }
    try (Trainer trainer = trainer(experiment, model, policy)) {
      trainer.resume(new Position(1, 0, new TreeMap<>()), state);
      DivergedException e =
          assertThrows(DivergedException.class, () -> trainer.epoch(new SmallRun.Unwatched()));
      assertEquals(8, e.step(), "five before the stop and two after it");
      broken.value().set(0, 0);
    }
    try (Trainer trainer = trainer(experiment, model, policy)) {
      trainer.resume(new Position(1, 0, new TreeMap<>()), state);
      assertEquals(0, trainer.epoch(new SmallRun.Unwatched()).get("train/skipped"));
      assertEquals(0, trainer.optimizerState().get("divergence.skipped-in-a-row").get(0));
    }
  }

  @Test
  void rollingBackLowersTheLearningRateUntilTrainingHolds() {
    Resolved experiment = wild();
    Model model = SmallRun.model(experiment);
    SortedMap<String, NdArray> state;
    double returns;
    try (Trainer trainer = trainer(experiment, model, new DivergencePolicy(0, 40, 0.1))) {
      SortedMap<String, Double> means = trainer.epoch(new SmallRun.Unwatched());
      returns = means.get("train/rolled-back");
      assertTrue(returns > 3, "a million is far too much: " + returns);
      assertTrue(Double.isFinite(means.get("train/elbo")));
      assertEquals(5, trainer.step());
      state = trainer.optimizerState();
    }
    List<double[]> held = copies(model);

    double rate = 1e6;
    for (int i = 0; i < returns; i++) {
      rate *= 0.1;
    }
    Resolved slow = wild().with("optimizer.learningRate", rate);
    Model direct = SmallRun.model(slow);
    try (Trainer trainer = trainer(slow, direct, DivergencePolicy.fail())) {
      trainer.epoch(new SmallRun.Unwatched());
    }
    for (int i = 0; i < held.size(); i++) {
      assertArrayEquals(copies(direct).get(i), held.get(i), 1e-4);
    }

    Model resumed = SmallRun.model(experiment);
    for (int i = 0; i < held.size(); i++) {
      NdArray value = resumed.parameters().list().get(i).value();
      for (int j = 0; j < held.get(i).length; j++) {
        value.set(j, held.get(i)[j]);
      }
    }
    try (Trainer on = trainer(experiment, model, new DivergencePolicy(0, 40, 0.1));
        Trainer again = trainer(experiment, resumed, new DivergencePolicy(0, 40, 0.1))) {
      on.resume(new Position(1, 0, new TreeMap<>()), state);
      again.resume(new Position(1, 0, new TreeMap<>()), new TreeMap<>(state));
      assertEquals(on.epoch(new SmallRun.Unwatched()), again.epoch(new SmallRun.Unwatched()));
    }
    assertSame(copies(model), copies(resumed));
  }

  @Test
  void rollingBackTooOftenFails() {
    Resolved experiment = SmallRun.read(SmallRun.GAUSSIAN);
    Model model = SmallRun.model(experiment);
    parameter(model, "encoder.hidden.0.bias").value().set(0, Double.NaN);
    List<Long> steps = new ArrayList<>();
    try (Trainer trainer = trainer(experiment, model, new DivergencePolicy(0, 3, 0.5))) {
      assertThrows(DivergedException.class, () -> trainer.epoch(new Steps(steps)));
      assertEquals(3, trainer.optimizerState().get("divergence.rolled-back").get(0));
    }
    assertTrue(steps.isEmpty(), "no step was ever whole");
  }
}
