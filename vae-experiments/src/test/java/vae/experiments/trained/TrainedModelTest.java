package vae.experiments.trained;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;
import vae.core.model.Batch;
import vae.data.format.DataException;
import vae.experiments.evaluation.ImportanceSampled;
import vae.experiments.imputation.Imputation;
import vae.experiments.run.Reevaluation;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.safetensors.SafeTensors;
import vae.experiments.spec.Resolved;

/** A trained model gives what its run was reported with, whoever asks and however. */
final class TrainedModelTest {

  private static final int K = 20;
  private static final Key KEY = Key.of(5);

  private static final String DIGITS =
      """
      { "name": "%s", "latentSize": 3,
        "data": {"type": "digits", "limit": 300, "split": {"validation": 40, "test": 60}%s},
        "encoder": {"type": "mlp", "hidden": [16]%s},
        "decoder": {"type": "mlp", "hidden": [16]},
        "training": {"epochs": 2, "batchSize": 64},
        "evaluation": {"draws": 1, "nll": {"samples": 20}} %s }
      """;

  private static final Map<String, String> SPECS = new LinkedHashMap<>();

  static {
    SPECS.put("diagonal", DIGITS.formatted("diagonal", "", "", ""));
    SPECS.put(
        "conditional",
        DIGITS.formatted(
            "conditional",
            ", \"binarization\": {\"type\": \"dynamic-per-batch\"}",
            "",
            ", \"condition\": {\"type\": \"labels\"}, \"likelihood\": {\"type\": \"bernoulli\"},"
                + " \"prior\": {\"type\": \"conditional\"}"));
    SPECS.put(
        "flow",
        DIGITS.formatted(
            "flow",
            "",
            ", \"posterior\": {\"type\": \"iaf\"}",
            ", \"prior\": {\"type\": \"mixture\"}, \"estimator\": {\"type\": \"elbo-mc\"}"));
    SPECS.put(
        "convolutional",
        DIGITS
            .formatted(
                "convolutional",
                "",
                "",
                ", \"prior\": {\"type\": \"vamp\", \"pseudoInputs\": 10}, \"estimator\": {\"type\":"
                    + " \"elbo-mc\"}")
            .replace(
                "{\"type\": \"mlp\", \"hidden\": [16]}",
                "{\"type\": \"conv\", \"layers\": [{\"channels\": 4, \"kernel\": 3}], \"hidden\":"
                    + " [16]}"));
    SPECS.put(
        "missing",
        DIGITS.formatted(
            "missing", ", \"missing\": {\"type\": \"at-random\", \"rate\": 0.3}", "", ""));
  }

  @TempDir private static Path root;
  private static KernelSet kernels;
  private static Reevaluation by;
  private static final Map<String, RunResult> RUNS = new LinkedHashMap<>();
  private static final Map<String, TrainedModel> MODELS = new LinkedHashMap<>();

  @BeforeAll
  static void train() throws IOException {
    kernels = KernelSet.choose(KernelSet.Choice.AUTO, 2);
    by = new Reevaluation(SmallRun.slots(), kernels, SmallRun.locations());
    for (Map.Entry<String, String> each : SPECS.entrySet()) {
      Resolved experiment = SmallRun.read(each.getValue());
      RunResult run = SmallRun.run(experiment, kernels, root);
      RUNS.put(each.getKey(), run);
      MODELS.put(each.getKey(), TrainedModel.open(run.folder(), TrainedParameters.FINAL, by));
    }
  }

  @AfterAll
  static void close() {
    MODELS.values().forEach(TrainedModel::close);
    kernels.close();
  }

  static List<String> runs() {
    return List.copyOf(SPECS.keySet());
  }

  @ParameterizedTest
  @MethodSource("runs")
  void codesAreThoseOfTheEvaluation(String run) throws IOException {
    double[][] expected = by.evaluate(RUNS.get(run).folder(), List.of()).metrics().codes().of();
    Encoded encoded = test(run, TrainedModel::encode);
    double[][] got = encoded.mean().toRows();
    assertEquals(expected.length, got.length);
    for (int i = 0; i < got.length; i++) {
      assertArrayEquals(expected[i], got[i]);
    }
    assertEquals(run.equals("flow") ? 100 : 0, encoded.meanDraws());
  }

  @ParameterizedTest
  @MethodSource("runs")
  void likelihoodIsThatOfTheEvaluation(String run) {
    TrainedModel model = MODELS.get(run);
    ImportanceSampled got =
        model.negativeLogLikelihood(model.inputs().test(), K, model.streams().likelihood());
    assertEquals(RUNS.get(run).metrics().get("test/nll"), got.mean());
    assertTrue(got.standardError(0) > 0);
  }

  @ParameterizedTest
  @MethodSource("runs")
  void picturesAreThoseOfTheReport(String run) throws IOException {
    TrainedModel model = MODELS.get(run);
    SafeTensors pictures =
        SafeTensors.read(RUNS.get(run).folder().resolve("evaluation.safetensors"));
    double[] samples = pictures.entry("samples").toDoubles();
    int n = samples.length / model.inputs().dimension();
    Key key = model.streams().pictures();
    Samples got =
        run.equals("conditional")
            ? model.sample(
                model.inputs().labels(LongStream.range(0, n).mapToInt(i -> (int) i % 10).toArray()),
                key)
            : model.sample(n, key);
    assertArrayEquals(samples, got.mean().toDoubles());
    if (!run.equals("flow")) { // whose means are drawn by another key there
      double[] expected = pictures.entry("reconstructions").toDoubles();
      Batch first = model.inputs().test().rows(0, expected.length / model.inputs().dimension());
      assertArrayEquals(expected, model.reconstruct(first).toDoubles());
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void anExampleGetsTheSameBitsInAnyBatch(String run) {
    TrainedModel model = MODELS.get(run);
    Batch all = model.inputs().test().rows(10, 20);
    double[][] together = everything(model, all);
    for (int size : new int[] {1, 7}) {
      for (int from = 0; from + size <= all.size(); from += 6) {
        double[][] apart = everything(model, all.rows(from, size));
        for (int i = 0; i < apart.length; i++) {
          int width = together[i].length / all.size();
          for (int j = 0; j < size * width; j++) {
            assertEquals(together[i][from * width + j], apart[i][j], run + " " + i);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("runs")
  void eightThreadsAtOnceGetTheSameBits(String run) throws Exception {
    TrainedModel model = MODELS.get(run);
    Batch all = model.inputs().test().rows(10, 20);
    double[][] expected = everything(model, all);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<double[][]>> got = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        got.add(threads.submit(() -> everything(model, all)));
      }
      for (Future<double[][]> each : got) {
        for (int i = 0; i < expected.length; i++) {
          assertArrayEquals(expected[i], each.get()[i]);
        }
      }
    }
  }

  /** What is known of each example, all of it keyed by the example. */
  private static double[][] everything(TrainedModel model, Batch batch) {
    Encoded encoded = model.encode(batch);
    ImportanceSampled likelihood = model.negativeLogLikelihood(batch, K, KEY);
    double[] nll = new double[batch.size()];
    for (int i = 0; i < nll.length; i++) {
      nll[i] = likelihood.of(i);
    }
    return new double[][] {
      encoded.mean().toDoubles(),
      encoded.standardDeviation().toDoubles(),
      model.encode(batch, 1, KEY).toDoubles(),
      model.reconstruct(batch).toDoubles(),
      nll,
    };
  }

  @Test
  void drawsOfThePosteriorHaveItsMoments() {
    TrainedModel model = MODELS.get("diagonal");
    Batch one = model.inputs().test().rows(4, 1);
    Encoded encoded = model.encode(one);
    int draws = 2000;
    double[] z = model.encode(one, draws, KEY).toDoubles();
    for (int j = 0; j < model.latentSize(); j++) {
      double sum = 0;
      for (int s = 0; s < draws; s++) {
        sum += z[s * model.latentSize() + j];
      }
      double error = encoded.standardDeviation().get(j) / Math.sqrt(draws);
      assertEquals(encoded.mean().get(j), sum / draws, 4 * error);
    }
  }

  @Test
  void samplesAreTheSameWhateverTheirNumber() {
    TrainedModel model = MODELS.get("diagonal");
    Samples many = model.sample(600, KEY);
    Samples few = model.sample(3, KEY);
    assertArrayEquals(few.z().toDoubles(), many.z().rows(0, 3).toDoubles());
    assertArrayEquals(few.x().toDoubles(), many.x().rows(0, 3).toDoubles());
    assertArrayEquals(many.mean().toDoubles(), model.decode(many.z()).toDoubles());
    assertArrayEquals(
        many.x().toDoubles(), model.drawGiven(many.z(), Optional.empty(), KEY).toDoubles());
  }

  /** The run's own data come through a file as they came from the data set. */
  @ParameterizedTest
  @MethodSource("runs")
  void numbersOfTheDataAreTheDataOfTheRun(String run) {
    TrainedModel model = MODELS.get(run);
    var part = model.data().test();
    int[] order = LongStream.range(0, part.size()).mapToInt(i -> (int) i).toArray();
    double[] x = new double[part.size() * part.dimension()];
    part.gather(order, 0, part.size(), x);
    for (int i = 0; i < x.length; i++) {
      if (!part.known(i / part.dimension(), i % part.dimension())) {
        x[i] = Double.NaN;
      }
    }
    Optional<NdArray> condition =
        run.equals("conditional")
            ? Optional.of(
                model
                    .inputs()
                    .labels(
                        LongStream.of(order.length)
                            .flatMap(n -> LongStream.range(0, n))
                            .mapToInt(i -> part.label((int) i))
                            .toArray()))
            : Optional.empty();
    Batch own = model.inputs().test();
    Batch given =
        model
            .inputs()
            .of("x", NdArray.of(Shape.of(part.size(), 8, 8), x), condition, own.identities());
    assertArrayEquals(own.x().toDoubles(), given.x().toDoubles());
    assertEquals(own.observed().isPresent(), given.observed().isPresent());
    own.observed()
        .ifPresent(it -> assertArrayEquals(it.toDoubles(), given.observed().get().toDoubles()));
  }

  @Test
  void imputationKeepsWhatIsKnown() {
    TrainedModel model = MODELS.get("diagonal");
    double[] x = model.inputs().test().rows(0, 2).x().toDoubles();
    double[] holes = x.clone();
    for (int j = 20; j < 30; j++) {
      holes[j] = Double.NaN;
    }
    Batch batch = model.inputs().of(NdArray.of(Shape.of(2, 64), holes));
    Imputation.Estimate estimate = model.impute(batch, 100, KEY).estimate();
    for (int j = 0; j < x.length; j++) {
      boolean missing = j >= 20 && j < 30;
      assertEquals(!missing, estimate.standardError().get(j) == 0, "0 where known, or no error");
      assertEquals(missing, estimate.mean().get(j) != (float) x[j]);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    TrainedModel plain = MODELS.get("diagonal");
    TrainedModel conditional = MODELS.get("conditional");
    assertMessage(
        "x: expected [B, 64], 64 values an example as in the run's data, got [2, 63]. Give data of"
            + " the kind that the model was trained on.",
        () -> plain.inputs().of(NdArray.zeros(DType.F64, Shape.of(2, 63))));
    double[] x = new double[64];
    x[7] = Double.POSITIVE_INFINITY;
    assertMessage(
        "x: example 0, value 7: expected a finite number, or NaN for a missing value, got Infinity."
            + " Scale the values as the run's own were.",
        () -> plain.inputs().of(NdArray.of(Shape.of(1, 64), x)));
    x[7] = 16;
    plain.inputs().of(NdArray.of(Shape.of(1, 64), x.clone()));
    assertMessage(
        "x: example 0, value 7: expected a number from 0 to 1, as in the run's data, got 16.0."
            + " Scale the values as the run's own were.",
        () ->
            conditional
                .inputs()
                .of(NdArray.of(Shape.of(1, 64), x), conditional.inputs().labels(3)));
    assertMessage(
        "condition: expected [1, 10], got none. The model is one of p(x | condition): say what each"
            + " example is conditioned on.",
        () -> conditional.inputs().of(NdArray.zeros(DType.F64, Shape.of(1, 64))));
    assertMessage(
        "condition: expected none, got [1, 10]. The model has no condition.",
        () -> plain.sample(NdArray.zeros(DType.F64, Shape.of(1, 10)), KEY));
    assertMessage(
        "z: expected [1, 3], got [1, 4]",
        () -> plain.decode(NdArray.zeros(DType.F64, Shape.of(1, 4))));
    assertMessage(
        "z: row 1, coordinate 2: expected a finite number, got NaN",
        () -> plain.decode(NdArray.of(Shape.of(2, 3), new double[] {0, 0, 0, 0, 0, Double.NaN})));
    assertMessage(
        "label: expected a model that is conditioned on labels, got one that is not. Leave the"
            + " label out, or train with \"condition\": {\"type\": \"labels\"}.",
        () -> plain.inputs().labels(1));
    assertMessage(
        "label: expected a class of the run's training data (0, 1, 2, 3, 4, 5, 6, 7, 8, 9), got"
            + " seven. What the model makes of another class is untrained.",
        () -> conditional.inputs().label("seven"));
    assertEquals(7, conditional.inputs().label("7"));
    assertThrows(IllegalArgumentException.class, () -> plain.sample(0, KEY));
  }

  @Test
  void classesWithoutATrainingExampleAreRefused() throws IOException {
    Resolved few =
        SmallRun.read(SPECS.get("conditional")).with("data.limit", 6).with("training.epochs", 1);
    RunResult run = SmallRun.run(few, kernels, root);
    try (TrainedModel model = TrainedModel.open(run.folder(), TrainedParameters.FINAL, by)) {
      boolean[] seen = new boolean[10];
      for (int i = 0; i < 6; i++) {
        seen[model.data().train().label(i)] = true;
      }
      for (int label = 0; label < 10; label++) {
        int each = label;
        if (seen[label]) {
          assertEquals(1, model.inputs().labels(each).get(each));
        } else {
          assertThrows(DataException.class, () -> model.inputs().labels(each));
        }
      }
    }
  }

  @Test
  void theBestModelIsThatOfItsCheckpoint() throws IOException {
    RunResult run = RUNS.get("diagonal");
    SafeTensors last = SafeTensors.read(run.folder().resolve("checkpoints/final.safetensors"));
    SafeTensors best = SafeTensors.read(run.folder().resolve("checkpoints/best.safetensors"));
    boolean same =
        best.entries().keySet().stream()
            .allMatch(it -> Arrays.equals(best.entry(it).toDoubles(), last.entry(it).toDoubles()));
    double[] expected = test("diagonal", TrainedModel::reconstruct).toDoubles();
    try (TrainedModel model = TrainedModel.open(run.folder(), TrainedParameters.BEST, by)) {
      double[] got = model.reconstruct(model.inputs().test()).toDoubles();
      assertEquals(same, Arrays.equals(expected, got));
    }
    Resolved unvalidated = SmallRun.read(SPECS.get("diagonal")).with("data.split.validation", 0);
    RunResult other = SmallRun.run(unvalidated, kernels, root);
    assertThrows(
        RunFolderException.class,
        () -> TrainedModel.open(other.folder(), TrainedParameters.BEST, by));
  }

  @Test
  void aClosedModelSaysSo() throws IOException {
    TrainedModel model = TrainedModel.open(RUNS.get("diagonal").folder());
    Batch batch = model.inputs().test();
    model.close();
    model.close();
    assertThrows(IllegalStateException.class, () -> model.encode(batch));
  }

  private interface OnTest<T> {
    T of(TrainedModel model, Batch batch);
  }

  private static <T> T test(String run, OnTest<T> function) {
    TrainedModel model = MODELS.get(run);
    return function.of(model, model.inputs().test());
  }

  private static void assertMessage(String expected, Runnable call) {
    assertEquals(expected, assertThrows(DataException.class, call::run).getMessage());
  }
}
