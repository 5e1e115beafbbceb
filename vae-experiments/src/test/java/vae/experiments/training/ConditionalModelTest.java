package vae.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.HasDensity;
import vae.core.distribution.Posterior;
import vae.core.model.Decoder;
import vae.core.model.Encoder;
import vae.core.model.Pass;
import vae.core.model.Prior;
import vae.core.network.ConvolutionSpec;
import vae.core.oracle.LinearGaussianOracle;
import vae.data.condition.Labels;
import vae.data.source.Covariates;
import vae.data.source.Dataset;
import vae.data.source.Examples;
import vae.data.transform.Binarization;
import vae.experiments.evaluation.FinalMetrics;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Panels;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Resolved;
import vae.experiments.wiring.ModelFactory;

final class ConditionalModelTest {

  private static final String LABELLED =
      """
      { "name": "by-class", "latentSize": 3,
        "data": {"type": "digits", "limit": 60, "split": {"validation": 0, "test": 30},
                 "binarization": {"type": "dynamic-per-batch"}},
        "condition": {"type": "labels"},
        "encoder": {"type": "%s"}, "decoder": {"type": "%s"},
        "likelihood": {"type": "bernoulli"}, "estimator": {"type": "iwae", "samples": 3},
        "training": {"epochs": 2, "batchSize": 16} }
      """;

  private static final List<ConvolutionSpec> LAYER = List.of(new ConvolutionSpec(3, 4, 2, 1));

  private static KernelSet kernels;

  @BeforeAll
  static void startThreads() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  private static Resolved labelled(String network) {
    Resolved read = SmallRun.read(LABELLED.formatted(network, network));
    if (network.equals("conv")) {
      read = read.with("encoder.layers", LAYER).with("encoder.hidden", List.of(7));
      return read.with("decoder.layers", LAYER).with("decoder.hidden", List.of(7));
    }
    return read.with("encoder.hidden", List.of(7)).with("decoder.hidden", List.of(7));
  }

  private static Binarization binarization(Resolved experiment) {
    return new ModelFactory(SmallRun.slots()).binarization(experiment.spec());
  }

  private static void train(Resolved experiment, Dataset data, Model model) {
    ExperimentSpec spec = experiment.spec();
    try (Trainer trainer =
        new Trainer(
            model,
            data,
            binarization(experiment),
            new RandomStreams(spec.seed()),
            new Regime(
                spec.training().batchSize(), spec.training().epochs(), spec.training().dtype()),
            kernels)) {
      for (int epoch = 0; epoch < spec.training().epochs(); epoch++) {
        trainer.epoch(new SmallRun.Unwatched());
      }
    }
  }

  private static HeldOutEvaluator heldOut(Resolved experiment, Dataset data, Model model) {
    return new HeldOutEvaluator(
        model,
        data.test(),
        binarization(experiment),
        new RandomStreams(experiment.spec().seed()),
        experiment.spec().training().dtype(),
        kernels);
  }

  private static Parameter parameter(Model model, String name) {
    return model.parameters().list().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static double[][] matrix(Parameter parameter) {
    int columns = parameter.shape().extent(-1);
    double[] flat = parameter.value().toDoubles();
    return IntStream.range(0, flat.length / columns)
        .mapToObj(i -> Arrays.copyOfRange(flat, i * columns, (i + 1) * columns))
        .toArray(double[][]::new);
  }

  /** x = W z + U c + b + σ ε: given c a linear Gaussian model about U c + b. */
  @Test
  void aLinearModelHasTheExactLikelihoodGivenItsCondition() {
    Resolved experiment =
        SmallRun.read(
            """
            { "name": "exact", "latentSize": 2,
              "data": {"type": "linear-gaussian", "dimension": 6, "noise": 0.4,
                       "train": 400, "validation": 0, "test": 100},
              "condition": {"type": "columns", "columns": ["4", "1"]},
              "encoder": {"type": "mlp", "hidden": [], "posterior": {"type": "full-covariance"}},
              "decoder": {"type": "mlp", "hidden": []},
              "likelihood": {"type": "gaussian", "noise": {"type": "fixed", "sigma": 0.4}},
              "optimizer": {"type": "adam", "learningRate": 0.02},
              "training": {"epochs": 60, "batchSize": 50} }
            """);
    Dataset data = SmallRun.data(experiment);
    Model model = SmallRun.model(experiment);
    train(experiment, data, model);
    double[][] w = matrix(parameter(model, "decoder.output.weight"));
    double[][] u = matrix(parameter(model, "decoder.output.condition"));
    double[] b = parameter(model, "decoder.output.bias").value().toDoubles();
    double[][] transposed = new double[b.length][w.length];
    for (int j = 0; j < b.length; j++) {
      for (int k = 0; k < w.length; k++) {
        transposed[j][k] = w[k][j];
      }
    }
    Examples test = data.test();
    float[] x = new float[b.length];
    double exact = 0;
    for (int i = 0; i < test.size(); i++) {
      double[] centre = b.clone();
      float[] c = test.condition(i);
      for (int j = 0; j < b.length; j++) {
        centre[j] += c[0] * u[0][j] + c[1] * u[1][j];
      }
      test.gather(new int[] {i}, 0, 1, x);
      double[] example = IntStream.range(0, b.length).mapToDouble(j -> x[j]).toArray();
      exact -= new LinearGaussianOracle(transposed, centre, 0.4).logEvidence(example);
    }
    exact /= test.size();
    try (HeldOutEvaluator heldOut = heldOut(experiment, data, model)) {
      FinalMetrics metrics = FinalMetrics.of(heldOut, "test", 1, OptionalInt.of(1000), List.of());
      Measured nll = metrics.metrics().get("test/nll");
      double error = nll.standardError().orElseThrow();
      assertTrue(error > 0 && error < 0.01, "±" + error);
      assertEquals(exact, nll.value(), 5 * error);
      double elbo = metrics.metrics().get("test/elbo").value();
      assertTrue(-elbo > exact - 0.5 && -elbo < exact + 0.5, elbo + " against " + exact);
    }
    assertTrue(Arrays.stream(u[0]).anyMatch(it -> Math.abs(it) > 0.1), "c says something of x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mlp", "conv"})
  void withWeightsOfZeroItIsTheUnconditionalModelBitForBit(String network) {
    Resolved experiment = labelled(network);
    Resolved plain = experiment.with("condition.type", "none");
    Model model = SmallRun.model(experiment);
    for (Parameter parameter : model.parameters().list()) {
      for (int i = 0; parameter.name().endsWith("condition") && i < parameter.shape().size(); i++) {
        parameter.value().set(i, 0);
      }
    }
    try (HeldOutEvaluator given = heldOut(experiment, SmallRun.data(experiment), model);
        HeldOutEvaluator without = heldOut(plain, SmallRun.data(plain), SmallRun.model(plain))) {
      assertEquals(
          FinalMetrics.of(without, "test", 2, OptionalInt.of(5), List.of()).metrics(),
          FinalMetrics.of(given, "test", 2, OptionalInt.of(5), List.of()).metrics());
    }
  }

  /** The classes 0 … 9 as 3, 0, 1, 2, 4, …: one-hot vectors permuted. */
  private record Renumbered(int[] order) implements Covariates {

    @Override
    public int size() {
      return order.length;
    }

    @Override
    public void fill(Examples part, int i, float[] out, int offset) {
      Arrays.fill(out, offset, offset + order.length, 0);
      out[offset + order[part.label(i)]] = 1;
    }

    @Override
    public List<float[]> shown(Examples part, int limit) {
      return List.of();
    }

    @Override
    public String name(float[] condition) {
      return "";
    }
  }

  /** One fma of 1 among fmas of 0 has the same bits wherever it stands, in training too. */
  @ParameterizedTest
  @ValueSource(strings = {"mlp", "conv"})
  void renumberedClassesTrainTheSameModelWithRowsInAnotherOrder(String network) {
    int[] order = {3, 0, 1, 2, 4, 5, 6, 9, 7, 8};
    Resolved experiment = labelled(network);
    Dataset data = SmallRun.data(experiment);
    Dataset renumbered =
        SmallRun.data(experiment.with("condition.type", "none"))
            .conditionedOn(new Renumbered(order));
    Model one = SmallRun.model(experiment);
    Model two = SmallRun.model(experiment);
    Parameter first = parameter(one, "decoder.hidden.0.condition");
    double[] untrained = first.value().toDoubles();
    two.parameters().list().forEach(it -> permute(it, order));
    train(experiment, data, one);
    train(experiment, renumbered, two);
    assertNotEquals(untrained[0], first.value().get(0));
    one.parameters().list().forEach(it -> permute(it, order));
    for (int i = 0; i < one.parameters().list().size(); i++) {
      Parameter parameter = one.parameters().list().get(i);
      assertArrayEquals(
          parameter.value().toDoubles(),
          two.parameters().list().get(i).value().toDoubles(),
          parameter.name());
    }
  }

  /** Moves what belongs to class k to class order[k]; the classes are the last axis but one. */
  private static void permute(Parameter parameter, int[] order) {
    if (parameter.name().endsWith("condition")) {
      double[][] rows = matrix(parameter);
      int columns = parameter.shape().extent(-1);
      for (int i = 0; i < rows.length; i++) {
        int to = i / order.length * order.length + order[i % order.length];
        for (int j = 0; j < columns; j++) {
          parameter.value().set(to * columns + j, rows[i][j]);
        }
      }
    }
  }

  @Test
  void anEncoderThatIgnoresTheConditionIsNoted() {
    Resolved experiment = labelled("mlp");
    Dataset data = SmallRun.data(experiment);
    Model model = SmallRun.model(experiment);
    assertEquals(List.of(), ModelFactory.notes(model, data));
    Model ignoring =
        new Model(
            model.prior(),
            x -> model.encoder().encode(x),
            model.decoder(),
            model.likelihood(),
            model.estimator(),
            model.optimizer(),
            model.parameters());
    assertEquals(
        List.of("the encoder ignores the condition: q(z | x) stands in for q(z | x, c)"),
        ModelFactory.notes(ignoring, data));
  }

  /** p(z | c) = N(v_c, I): a model in coordinates of z that move with the class. */
  private record MovedPrior(Tensor shift) implements Prior {

    @Override
    public Prior given(Pass pass) {
      return new MovedPrior(pass.condition().orElseThrow().slice(1, 0, 3));
    }

    @Override
    public boolean takesCondition() {
      return true;
    }

    @Override
    public HasDensity on(Tape tape) {
      return new DiagonalGaussian(shift, tape.full(shift.shape(), 0));
    }
  }

  private record MovedEncoder(Encoder still, Tensor shift) implements Encoder {

    @Override
    public Encoder given(Pass pass) {
      return new MovedEncoder(still, pass.condition().orElseThrow().slice(1, 0, 3));
    }

    @Override
    public Posterior encode(Tensor x) {
      DiagonalGaussian q = (DiagonalGaussian) still.encode(x);
      return new DiagonalGaussian(q.mean().add(shift), q.logDeviation());
    }
  }

  private record MovedDecoder(Decoder still, Tensor shift) implements Decoder {

    @Override
    public Decoder given(Pass pass) {
      return new MovedDecoder(still, pass.condition().orElseThrow().slice(1, 0, 3));
    }

    @Override
    public Tensor decode(Tensor z) {
      return still.decode(z.subtract(shift));
    }
  }

  /** What estimators and evaluation make of a prior for each example: closed forms and draws. */
  @Test
  void aModelThatMovesWithItsClassIsTheModelThatStands() {
    Resolved plain = labelled("mlp").with("condition.type", "none").with("training.dtype", "f64");
    Dataset data = SmallRun.data(plain);
    Dataset given = new Labels().given(data);
    Model still = SmallRun.model(plain);
    Model moved =
        new Model(
            new MovedPrior(null),
            new MovedEncoder(still.encoder(), null),
            new MovedDecoder(still.decoder(), null),
            still.likelihood(),
            still.estimator(),
            still.optimizer(),
            still.parameters());
    try (HeldOutEvaluator one = heldOut(plain, data, still);
        HeldOutEvaluator two = heldOut(plain, given, moved)) {
      var expected = FinalMetrics.of(one, "test", 2, OptionalInt.of(20), List.of()).metrics();
      var found = FinalMetrics.of(two, "test", 2, OptionalInt.of(20), List.of()).metrics();
      for (String name : List.of("test/elbo", "test/rate", "test/iwae", "test/nll")) {
        assertEquals(expected.get(name).value(), found.get(name).value(), 1e-9, name);
      }
      assertEquals(60, Panels.of(two).get("samples").shape().extent(0));
    }
  }

  @Test
  void samplesTakeTurnsThroughTheClasses() {
    Resolved experiment = labelled("mlp");
    Model model = SmallRun.model(experiment);
    try (HeldOutEvaluator heldOut = heldOut(experiment, SmallRun.data(experiment), model)) {
      assertEquals("0 1 2 3 4 5 6 7 8 9", String.join(" ", Panels.conditions(heldOut)));
      var panels = Panels.of(heldOut);
      assertEquals(60, panels.get("samples").shape().extent(0));
      int centre = Integer.parseInt(Panels.conditionAtCentre(heldOut, panels));
      assertTrue(centre >= 0 && centre < 10);
      Parameter u = parameter(model, "decoder.hidden.0.condition");
      double[] before = panels.get("samples").toDoubles();
      for (int j = 0; j < 7; j++) {
        u.value().set(3 * 7 + j, 5);
      }
      double[] after = Panels.of(heldOut).get("samples").toDoubles();
      for (int i = 0; i < 60; i++) {
        boolean moved = before[i * 64] != after[i * 64];
        assertEquals(i % 10 == 3, moved, "sample " + i);
      }
    }
  }
}
