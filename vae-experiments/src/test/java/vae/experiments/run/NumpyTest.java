package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.tape.Tape;
import vae.core.model.Batch;
import vae.data.source.Examples;
import vae.experiments.process.Numpy;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Model;
import vae.experiments.training.RandomStreams;

/** Numpy recomputes the importance-weighted bound and the KL of each coordinate from arrays. */
final class NumpyTest {

  private static final int SAMPLES = 8;
  private static final int EXAMPLES = 40;
  private static final double SIGMA = 0.5;
  private static final double RELATIVE = 1e-5;

  private static final Resolved EXPERIMENT =
      SmallRun.read(
          """
          { "name": "recomputed", "latentSize": 3,
            "data": {"type": "linear-gaussian", "dimension": 6, "latent": 3,
                     "train": 80, "validation": 0, "test": 40},
            "encoder": {"type": "mlp", "hidden": [8]}, "decoder": {"type": "mlp", "hidden": [8]},
            "likelihood": {"type": "gaussian", "noise": {"type": "fixed", "sigma": 0.5}},
            "training": {"epochs": 2, "batchSize": 20, "dtype": "f64"},
            "evaluation": {"draws": 2, "nll": {"samples": 8}, "metrics": [{"type": "code"}]} }
          """);

  @TempDir private Path root;

  @Test
  void numpyAgreesToFiveDigits() throws Exception {
    Numpy numpy = Numpy.find();
    try (KernelSet kernels = SmallRun.scalar()) {
      RunResult run = SmallRun.run(EXPERIMENT, kernels, root);
      Reevaluated evaluated =
          new Reevaluation(SmallRun.slots(), kernels, SmallRun.locations())
              .evaluate(run.folder(), List.of());
      Path perExample = root.resolve("per-example.npz");
      evaluated.writePerExample(perExample);
      Path examples = root.resolve("examples.npz");
      NpzFile.write(examples, arrays(run, evaluated, kernels));
      List<String> lines = numpy.run(script(), run.folder(), examples, perExample, SIGMA);
      assertEquals(4, lines.size(), lines::toString);
      for (String line : lines) {
        String[] words = line.split(" ");
        double difference = Double.parseDouble(words[1]);
        double size = Double.parseDouble(words[2]);
        assertTrue(difference <= RELATIVE * size, line);
      }
    }
  }

  private static Path script() throws URISyntaxException {
    return Path.of(NumpyTest.class.getResource("recompute.py").toURI());
  }

  /** x, the draws behind the likelihood estimate, and the KL that the metric gives. */
  private static Map<String, NpzFile.Array> arrays(
      RunResult run, Reevaluated evaluated, KernelSet kernels) throws IOException {
    Model model = SmallRun.trained(EXPERIMENT, run);
    Examples test = evaluated.examples();
    int[] order = new int[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      order[i] = i;
    }
    double[] x = new double[EXAMPLES * test.dimension()];
    test.gather(order, 0, EXAMPLES, x);
    NdArray rows = NdArray.of(Shape.of(EXAMPLES, test.dimension()), x);
    try (Tape tape = Tape.of(kernels, DType.F64)) {
      tape.differentiate(false);
      double[] z =
          model
              .on(tape, Batch.of(rows))
              .posterior()
              .draw(
                  SAMPLES,
                  new RandomStreams(EXPERIMENT.spec().seed())
                      .likelihood()
                      .rows(evaluated.identities())
                      .fold(0))
              .z()
              .toArray()
              .toDoubles();
      return Map.of(
          "x",
          new NpzFile.Array(x, EXAMPLES, test.dimension()),
          "z",
          new NpzFile.Array(z, SAMPLES, EXAMPLES, 3),
          "kl",
          NpzFile.Array.of(evaluated.arrays().get("code-rate.per_dimension").doubles()));
    }
  }
}
