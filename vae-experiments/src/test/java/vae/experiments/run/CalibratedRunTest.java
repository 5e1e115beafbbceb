package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.array.DType;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Parameter;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.model.Batch;
import vae.core.spec.SpecException;
import vae.data.source.Dataset;
import vae.data.source.Locations;
import vae.data.transform.Binarization;
import vae.experiments.spec.ExperimentSpec;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecReader;
import vae.experiments.training.BatchSource;
import vae.experiments.training.Model;
import vae.experiments.training.Progress;
import vae.experiments.training.RandomStreams;
import vae.experiments.training.Regime;
import vae.experiments.training.Trainer;
import vae.experiments.wiring.ModelFactory;
import vae.experiments.wiring.Slots;

/** Noise that is taken from the training set's error: measured, kept, and found again. */
final class CalibratedRunTest {

  private static final String OPTIMAL =
      """
      {"name": "optimal", "latentSize": 2,
       "encoder": {"type": "mlp", "hidden": [8]}, "decoder": {"type": "mlp", "hidden": [8]},
       "likelihood": {"type": "gaussian", "noise": {"type": "optimal"}},
       "training": {"epochs": 2, "dtype": "f64"}}
      """;

  private static final Progress SILENT =
      new Progress() {
        @Override
        public void step(long step, long steps) {}

        @Override
        public void epoch(int epoch, long step, SortedMap<String, Double> metrics) {}
      };

  private static KernelSet kernels;

  private final Slots slots = Slots.load(null);
  private final Locations locations = Locations.standard(Optional.empty());

  @BeforeAll
  static void start() {
    kernels = KernelSet.choose(KernelSet.Choice.AUTO, 1);
  }

  @AfterAll
  static void stop() {
    kernels.close();
  }

  private Resolved read(String json) {
    return new SpecReader(slots.catalogue()).read(json);
  }

  private static Parameter logDeviation(Model model) {
    return model.parameters().list().stream()
        .filter(p -> p.name().equals("likelihood.noise.log-deviation"))
        .findFirst()
        .orElseThrow();
  }

  /** All training examples at once, where the trainer takes them by chunks. */
  private static double meanSquaredError(
      Model model, Dataset data, Binarization binarization, long seed) {
    int n = data.train().size();
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    RandomStreams streams = new RandomStreams(seed);
    BatchSource batches = new BatchSource(data.train(), binarization, DType.F64, kernels);
    Batch batch = batches.gather(order, 0, n, streams.heldOutBinarization());
    try (Tape tape = Tape.of(kernels, DType.F64)) {
      Tensor x = tape.constant(batch.x());
      Tensor z =
          model
              .encoder()
              .encode(x)
              .draw(1, streams.evaluation().fold(0).rows(batch.identities()))
              .z();
      return model.decoder().decode(z).subtract(x).square().mean().item();
    }
  }

  @Test
  void calibrationTakesTheErrorOfTheWholeTrainingSet() {
    ExperimentSpec spec = read(OPTIMAL).spec();
    ModelFactory factory = new ModelFactory(slots);
    Binarization binarization = factory.binarization(spec);
    Dataset data = factory.data(spec, locations);
    Model model = factory.model(spec, data);
    try (Trainer trainer =
        new Trainer(
            model,
            data,
            binarization,
            new RandomStreams(spec.seed()),
            new Regime(spec.training().batchSize(), spec.training().epochs(), DType.F64),
            kernels)) {
      trainer.epoch(SILENT);
      assertEquals(0, logDeviation(model).value().get(0), "training does not touch it");
      trainer.calibrate();
    }
    double expected = 0.5 * Math.log(meanSquaredError(model, data, binarization, spec.seed()));
    assertEquals(expected, logDeviation(model).value().get(0), 1e-12);
  }

  /** The calibrated value is in the checkpoint and in the digest. */
  @Test
  void anEvaluationFromTheFolderAgrees(@TempDir Path runs) throws IOException {
    Runner runner = new Runner(new RunEnvironment(slots, kernels, locations), RunSettings.in(runs));
    RunResult result = runner.run(read(OPTIMAL), false, SILENT);
    assertEquals(RunResult.Status.COMPLETE, result.status());
    RunResult again =
        new Reevaluation(slots, kernels, locations).evaluate(result.folder(), List.of()).result();
    again.metrics().forEach((name, value) -> assertEquals(result.metrics().get(name), value, name));
    assertTrue(again.metrics().keySet().stream().anyMatch(name -> name.endsWith("/elbo")));
  }

  private Model modelFor(String data, String likelihood) {
    String json =
        """
        {"name": "fit", "data": {"type": "%s"}, "likelihood": {"type": "%s"}}
        """
            .formatted(data, likelihood);
    ExperimentSpec spec = read(json).spec();
    ModelFactory factory = new ModelFactory(slots);
    return factory.model(spec, factory.data(spec, locations));
  }

  @Test
  void likelihoodsOnTheUnitIntervalTakeGreyDataAndRefuseOthers() {
    for (String likelihood : List.of("continuous-bernoulli", "discretized-logistic")) {
      assertFalse(modelFor("digits", likelihood).parameters().list().isEmpty());
      SpecException refusal =
          assertThrows(SpecException.class, () -> modelFor("pinwheel", likelihood));
      assertEquals("likelihood.type", refusal.path());
    }
  }
}
