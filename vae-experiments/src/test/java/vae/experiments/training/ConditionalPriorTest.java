package vae.experiments.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.Activation;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.nn.Parameters;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.HasMean;
import vae.core.model.GenerativeModel;
import vae.core.network.Initialization;
import vae.core.network.MultilayerPerceptron;
import vae.core.oracle.LinearGaussianOracle;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.data.synthetic.LinearGaussian;
import vae.data.transform.Binarization;
import vae.experiments.evaluation.FinalMetrics;
import vae.experiments.evaluation.FurtherMetrics;
import vae.experiments.evaluation.HeldOutEvaluator;
import vae.experiments.evaluation.Measured;
import vae.experiments.evaluation.Panels;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Resolved;
import vae.experiments.wiring.ModelFactory;

/** A model with the prior π(z | y), as trained and as evaluated. */
final class ConditionalPriorTest {

  @TempDir private Path root;

  private static final int[] GIVEN = {1};
  private static final int[] LEFT = {0, 2, 3};

  private static final String LINEAR =
      """
      { "name": "exact", "latentSize": 1,
        "data": {"type": "linear-gaussian", "dimension": 4, "latent": 1, "noise": 0.5,
                 "train": 10000, "validation": 0, "test": 400},
        "condition": {"type": "columns", "columns": ["1"]},
        "prior": {"type": "conditional"},
        "encoder": {"type": "mlp", "hidden": []},
        "decoder": {"type": "mlp", "hidden": []},
        "likelihood": {"type": "gaussian", "noise": {"type": "fixed", "sigma": 0.5}},
        "optimizer": {"type": "adam", "learningRate": 0.02, "beta2": 0.98,
                      "schedule": {"type": "cosine"}},
        "training": {"epochs": 10, "batchSize": 100},
        "evaluation": {"metrics": [
          {"type": "importance-sampling", "examples": 20, "samples": 200},
          {"type": "ais", "examples": 20, "chains": 8, "temperatures": 60, "leapfrogSteps": 2},
          {"type": "bdmc", "examples": 20, "chains": 8, "temperatures": 60, "leapfrogSteps": 2},
          {"type": "gaps", "examples": 20, "steps": 50, "samples": 100},
          {"type": "calibration", "simulations": 400, "draws": 19, "bins": 5, "replicates": 19}]} }
      """;

  private static double[] columns(double[] x, int[] which) {
    return Arrays.stream(which).mapToDouble(j -> x[j]).toArray();
  }

  /** The same decoder without the condition, so that all that y says of x goes through z. */
  private static Model withoutConditionInTheDecoder(Model model) {
    Parameters scope = model.parameters().scope("plain");
    MultilayerPerceptron plain =
        MultilayerPerceptron.create(
            scope, 1, List.of(), LEFT.length, Activation.TANH, Initialization.GLOROT_UNIFORM);
    return new Model(
        model.prior(),
        model.encoder(),
        plain::apply,
        model.likelihood(),
        model.estimator(),
        model.optimizer(),
        model.parameters());
  }

  /**
   * Of x = W z + b + σ ε, some columns given others: z is Gaussian given those, with a mean that is
   * linear in them. Exactly, log p(x | y) = log p(x, y) − log p(y).
   */
  @Test
  void aLinearModelWhosePriorMovesWithItsConditionReachesTheExactEvidence() {
    Resolved experiment = SmallRun.read(LINEAR);
    Dataset whole = SmallRun.data(experiment.with("condition.type", "none"));
    LinearGaussian source = new LinearGaussian((LinearGaussian.Spec) experiment.spec().data());
    double[][] w = source.weights();
    double[][] ofGiven = {w[GIVEN[0]]};
    LinearGaussianOracle both = new LinearGaussianOracle(w, source.offset(), 0.5);
    LinearGaussianOracle given =
        new LinearGaussianOracle(ofGiven, columns(source.offset(), GIVEN), 0.5);
    double exact = 0;
    int n = whole.test().size();
    float[] values = new float[4];
    for (int i = 0; i < n; i++) {
      whole.test().gather(new int[] {i}, 0, 1, values);
      double[] x = IntStream.range(0, 4).mapToDouble(j -> values[j]).toArray();
      exact += (both.logEvidence(x) - given.logEvidence(columns(x, GIVEN))) / n;
    }
    Model model = withoutConditionInTheDecoder(SmallRun.model(experiment));
    // From a spread that varies with x, Adam needs long for what the first steps leave in it.
    model.parameters().list().stream()
        .filter(it -> it.name().startsWith("encoder"))
        .forEach(it -> IntStream.range(0, it.shape().size()).forEach(i -> it.value().set(i, 0)));
    Dataset data = SmallRun.data(experiment);
    try (KernelSet kernels = SmallRun.scalar()) {
      train(experiment, model, data, kernels);
      try (HeldOutEvaluator heldOut = evaluator(experiment, model, data, kernels)) {
        var metrics =
            FinalMetrics.of(heldOut, "test", 20, OptionalInt.of(200), List.of()).metrics();
        Measured elbo = metrics.get("test/elbo");
        Measured nll = metrics.get("test/nll");
        assertEquals(exact, elbo.value(), 0.02);
        assertEquals(exact, -nll.value(), 0.02);
        assertTrue(elbo.standardError().orElseThrow() < 0.008, elbo.toString());
        assertTrue(nll.standardError().orElseThrow() < 0.008, nll.toString());
        assertMetricsAreThoseOfAnExactPosterior(experiment, model, heldOut);
      }
    }
  }

  private static void train(Resolved experiment, Model model, Dataset data, KernelSet kernels) {
    ExperimentSpec spec = experiment.spec();
    int epochs = spec.training().epochs();
    Regime regime = new Regime(spec.training().batchSize(), epochs, spec.training().dtype());
    Binarization binarization = new ModelFactory(SmallRun.slots()).binarization(spec);
    try (Trainer trainer =
        new Trainer(model, data, binarization, new RandomStreams(spec.seed()), regime, kernels)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        trainer.epoch(new SmallRun.Unwatched());
      }
    }
  }

  /**
   * Estimates from the posterior and from the prior agree, bounds enclose little, no better
   * posterior is found, and true codes have uniform ranks among draws.
   */
  private static void assertMetricsAreThoseOfAnExactPosterior(
      Resolved experiment, Model model, HeldOutEvaluator heldOut) {
    FurtherMetrics metrics =
        new ModelFactory(SmallRun.slots()).metrics(experiment.spec(), model.estimator().claim());
    SortedMap<String, Measured> found =
        FurtherMetrics.measure(metrics.atEnd(), heldOut, "test", 1).values();
    Measured posterior = found.get("test/is-log-p");
    Measured prior = found.get("test/ais-log-p");
    assertTrue(prior.standardError().orElseThrow() < 0.03, prior.toString());
    assertEquals(posterior.value(), prior.value(), 4 * prior.standardError().orElseThrow());
    Measured gap = found.get("test/bdmc-gap");
    assertEquals(0, gap.value(), 4 * gap.standardError().orElseThrow());
    assertEquals(0, found.get("test/approximation-gap").value(), 0.001);
    assertEquals(0, found.get("test/amortisation-gap").value(), 0.005);
    assertTrue(found.get("test/calibration-ranks-p").value() > 0.01);
  }

  private static final String BY_CLASS =
      """
      { "name": "by-class", "latentSize": 3,
        "data": {"type": "digits", "limit": 60, "split": {"validation": 0, "test": 30},
                 "binarization": {"type": "threshold"}},
        "condition": {"type": "labels"}, "prior": {"type": "conditional"},
        "encoder": {"type": "mlp", "hidden": [7]}, "decoder": {"type": "mlp", "hidden": [7]},
        "likelihood": {"type": "bernoulli"},
        "training": {"epochs": 1, "batchSize": 20},
        "evaluation": {"metrics": [%s]} }
      """;

  @ParameterizedTest
  @ValueSource(strings = {"code", "mutual-information"})
  void whatComparesAllCodesWithOnePriorIsRefusedBeforeTraining(String metric) {
    Resolved experiment = SmallRun.read(BY_CLASS.formatted("{\"type\": \"" + metric + "\"}"));
    try (KernelSet kernels = SmallRun.scalar()) {
      SpecException refused =
          assertThrows(SpecException.class, () -> SmallRun.run(experiment, kernels, root));
      assertEquals("evaluation.metrics[0]", refused.path());
      assertTrue(refused.getMessage().contains(metric + " needs one prior"), refused.getMessage());
      assertFalse(refused.fix().isBlank());
    }
  }

  /** In units of the prior's own deviations about its own mean. */
  @Test
  void theTraversalMovesAboutTheMeanOfThePrior() {
    Resolved experiment = SmallRun.read(BY_CLASS.formatted(""));
    Dataset data = SmallRun.data(experiment);
    Model model = SmallRun.model(experiment);
    try (KernelSet kernels = SmallRun.scalar();
        HeldOutEvaluator heldOut = evaluator(experiment, model, data, kernels)) {
      SortedMap<String, NdArray> panels = Panels.of(heldOut);
      double[] walk = panels.get("traversal").toDoubles(); // [3, 11, 64]
      int label = Integer.parseInt(Panels.conditionAtCentre(heldOut, panels));
      double[] middle = Arrays.copyOfRange(walk, 5 * 64, 6 * 64);
      assertArrayEquals(middle, Arrays.copyOfRange(walk, 16 * 64, 17 * 64));
      try (Tape tape = Tape.of(kernels, experiment.spec().training().dtype())) {
        double[] y = new double[10];
        y[label] = 1;
        Tensor row = tape.constant(Shape.of(1, 10), y);
        GenerativeModel p = model.generative(model.pass(tape).conditionedOn(row));
        Tensor mean = ((HasMean) p.prior()).mean();
        assertArrayEquals(p.likelihood(mean).mean().toArray().toDoubles(), middle, 1e-6);
      }
    }
  }

  private static HeldOutEvaluator evaluator(
      Resolved experiment, Model model, Dataset data, KernelSet kernels) {
    ModelFactory factory = new ModelFactory(SmallRun.slots());
    return new HeldOutEvaluator(
        model,
        data.test(),
        factory.binarization(experiment.spec()),
        new RandomStreams(experiment.spec().seed()),
        experiment.spec().training().dtype(),
        kernels);
  }
}
