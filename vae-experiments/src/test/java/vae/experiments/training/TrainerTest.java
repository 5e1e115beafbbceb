package vae.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.optim.Elapsed;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.core.model.Batch;
import vae.core.model.Estimate;
import vae.data.source.Dataset;
import vae.data.transform.Binarization;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Resolved;
import vae.experiments.training.divergence.DivergedException;
import vae.experiments.wiring.ModelFactory;

final class TrainerTest {

  private static KernelSet kernels;

  @BeforeAll
  static void startThreads() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  /** An experiment with everything that a trainer needs. */
  private record Setup(
      ExperimentSpec spec,
      Dataset data,
      Binarization binarization,
      Model model,
      RandomStreams streams) {

    static Setup of(Resolved experiment) {
      return new Setup(
          experiment.spec(),
          SmallRun.data(experiment),
          new ModelFactory(SmallRun.slots()).binarization(experiment.spec()),
          SmallRun.model(experiment),
          new RandomStreams(experiment.spec().seed()));
    }

    Trainer trainer() {
      return new Trainer(
          model,
          data,
          binarization,
          streams,
          new Regime(
              spec.training().batchSize(), spec.training().epochs(), spec.training().dtype()),
          kernels);
    }

    List<double[]> parameters() {
      List<double[]> copies = new ArrayList<>();
      for (Parameter parameter : model.parameters().list()) {
        copies.add(parameter.value().toDoubles());
      }
      return copies;
    }
  }

  private static void assertSame(List<double[]> expected, List<double[]> actual, double delta) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), delta);
    }
  }

  /** So small a learning rate that no parameter moves: every step sees the same model. */
  private static Resolved frozen(String json) {
    return SmallRun.read(json).with("optimizer.type", "sgd").with("optimizer.learningRate", 1e-300);
  }

  /** Two examples at a time, in the order of the source. */
  private static SortedMap<String, Double> means(Setup setup, int epoch) {
    SortedMap<String, Double> sums = new TreeMap<>();
    int n = setup.data.train().size();
    try (Tape tape = Tape.of(kernels, setup.spec.training().dtype())) {
      BatchSource source =
          new BatchSource(
              setup.data.train(), setup.binarization, setup.spec.training().dtype(), kernels);
      for (int i = 0; i < n; i += 2) {
        tape.reset();
        Batch batch =
            source.gather(new int[] {i, i + 1}, 0, 2, setup.streams.binarization().fold(epoch));
        Estimate estimate =
            setup
                .model
                .on(tape, batch)
                .estimate(
                    setup.model.estimator(),
                    setup.streams.training().fold(epoch).rows(batch.identities()));
        for (int row = 0; row < 2; row++) {
          sums.merge(
              "train/elbo", estimate.bound().orElseThrow().perExample().get(row), Double::sum);
          sums.merge("train/rate", estimate.rate().orElseThrow().get(row), Double::sum);
          sums.merge("train/distortion", estimate.distortion().orElseThrow().get(row), Double::sum);
        }
      }
    }
    sums.replaceAll((name, sum) -> sum / n);
    return sums;
  }

  @Test
  void metricsOfGreyDigitsAreThoseOfTheExamples() {
    metricsAreThoseOfTheExamples(frozen(SmallRun.GAUSSIAN));
  }

  @Test
  void metricsOfDigitsBinarizedAfreshAreThoseOfTheExamples() {
    metricsAreThoseOfTheExamples(
        frozen(SmallRun.BERNOULLI).with("data.binarization.type", "dynamic-per-batch"));
  }

  private static void metricsAreThoseOfTheExamples(Resolved experiment) {
    Setup setup = Setup.of(experiment);
    List<double[]> before = setup.parameters();
    try (Trainer trainer = setup.trainer()) {
      for (int epoch = 1; epoch <= 2; epoch++) {
        SortedMap<String, Double> found = trainer.epoch(new SmallRun.Unwatched());
        SortedMap<String, Double> expected = means(setup, epoch);
        assertEquals(expected.keySet(), found.keySet());
        expected.forEach(
            (name, value) -> assertEquals(value, found.get(name), 1e-12 * Math.abs(value), name));
      }
    }
    assertSame(before, setup.parameters(), 0);
  }

  @Test
  void boundIsMinusRateMinusDistortion() {
    try (Trainer trainer = Setup.of(SmallRun.read(SmallRun.GAUSSIAN)).trainer()) {
      SortedMap<String, Double> means = trainer.epoch(new SmallRun.Unwatched());
      assertEquals(
          means.get("train/elbo"),
          -means.get("train/rate") - means.get("train/distortion"),
          1e-5 * Math.abs(means.get("train/elbo")));
    }
  }

  /** Noise is the example's own, but the steps see other batches: only at rest is all the same. */
  @Test
  void batchSizeDoesNotMatterAtRest() {
    List<Double> elbos = new ArrayList<>();
    for (int size : new int[] {1, 7, 64, 300, 1000}) {
      Resolved experiment = frozen(SmallRun.GAUSSIAN).with("training.batchSize", size);
      try (Trainer trainer = Setup.of(experiment).trainer()) {
        elbos.add(trainer.epoch(new SmallRun.Unwatched()).get("train/elbo"));
        assertEquals((300 + size - 1) / size, trainer.stepsPerEpoch());
        assertEquals(trainer.stepsPerEpoch(), trainer.step());
      }
    }
    for (double elbo : elbos) {
      assertEquals(elbos.getFirst(), elbo, 1e-12 * Math.abs(elbo));
    }
  }

  @Test
  void doubleTrainingAgreesWithFloatTrainingForAFewSteps() {
    Resolved experiment = SmallRun.read(SmallRun.GAUSSIAN);
    Setup single = Setup.of(experiment);
    Setup twice = Setup.of(experiment.with("training.dtype", "f64"));
    assertEquals(DType.F64, twice.model.parameters().type());
    List<double[]> start = single.parameters();
    assertSame(twice.parameters(), start, 1e-7);
    try (Trainer a = single.trainer();
        Trainer b = twice.trainer()) {
      double float32 = a.epoch(new SmallRun.Unwatched()).get("train/elbo");
      double float64 = b.epoch(new SmallRun.Unwatched()).get("train/elbo");
      assertEquals(float64, float32, 1e-5 * Math.abs(float64));
    }
    assertSame(twice.parameters(), single.parameters(), 1e-4);
    double moved = 0;
    for (int i = 0; i < start.size(); i++) {
      for (int j = 0; j < start.get(i).length; j++) {
        moved = Math.max(moved, Math.abs(start.get(i)[j] - twice.parameters().get(i)[j]));
      }
    }
    assertTrue(moved > 20 * 1e-4, "five steps of Adam move far more than the two differ: " + moved);
  }

  @Test
  void divergenceLeavesParametersAsBeforeTheStep() {
    Resolved wild =
        SmallRun.read(SmallRun.GAUSSIAN)
            .with("optimizer.type", "sgd")
            .with("optimizer.learningRate", 1e6);
    Setup setup = Setup.of(wild);
    List<List<double[]>> after = new ArrayList<>();
    Progress watch =
        new Progress() {
          @Override
          public void step(long step, long steps) {
            after.add(setup.parameters());
          }

          @Override
          public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
        };
    try (Trainer trainer = setup.trainer()) {
      DivergedException diverged =
          assertThrows(
              DivergedException.class,
              () -> {
                trainer.epoch(watch);
                trainer.epoch(watch);
              });
      assertEquals(after.size() + 1, diverged.step(), "the step after the last good one");
      assertSame(after.getLast(), setup.parameters(), 0);
    }
  }

  @Test
  void learningRateFollowsTheScheduleOverTheWholeTraining() {
    Setup setup =
        Setup.of(
            SmallRun.read(SmallRun.GAUSSIAN)
                .with("optimizer.learningRate", 0.5)
                .with("optimizer.schedule.type", "linear"));
    assertEquals(0.5, setup.model.optimizer().rate(Elapsed.of(0, 10)));
    assertEquals(0.25, setup.model.optimizer().rate(Elapsed.of(5, 10)), 1e-15);
    assertTrue(setup.model.optimizer().rate(Elapsed.of(9, 10)) > 0, "the last step is not wasted");
  }
}
