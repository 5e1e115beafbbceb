package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.experiments.evaluation.Measured;
import vae.experiments.process.Numpy;
import vae.experiments.spec.Resolved;

/** Metrics of samples, labels and factors, in a run. */
final class MetricsOfShapesTest {

  private static final Resolved SHAPES =
      SmallRun.read(
          """
          { "name": "of-shapes", "latentSize": 3,
            "data": {"type": "shapes", "side": 10, "scales": 2, "rotations": 4, "positions": 5,
                     "train": 300, "validation": 0, "test": 200},
            "encoder": {"type": "mlp", "hidden": [16]}, "decoder": {"type": "mlp", "hidden": [16]},
            "likelihood": {"type": "gaussian", "noise": {"type": "fixed", "sigma": 0.3}},
            "training": {"epochs": 8, "batchSize": 20},
            "evaluation": {"metrics": [
              {"type": "samples", "examples": 150, "permutations": 50, "export": true},
              {"type": "samples", "features": "encoder-means", "decoded": "means",
               "examples": 150, "permutations": 50, "export": true},
              {"type": "probe"}, {"type": "mig-sampled"}, {"type": "mig-binned", "export": true},
              {"type": "sap"}, {"type": "dci"}, {"type": "dci", "regressor": "forest"}, {"type": "factor-vae-score", "votes": 100},
              {"type": "beta-vae-score", "points": 200}]} }
          """);

  private static final Resolved PLAIN =
      SmallRun.read(
          """
          { "name": "plain", "latentSize": 2,
            "data": {"type": "linear-gaussian", "dimension": 4, "latent": 2,
                     "train": 40, "validation": 8, "test": 8},
            "encoder": {"type": "mlp", "hidden": [8]}, "decoder": {"type": "mlp", "hidden": [8]},
            "training": {"epochs": 1, "batchSize": 20} }
          """);

  @TempDir private static Path root;
  private static KernelSet scalar;
  private static RunResult run;

  @BeforeAll
  static void run() throws IOException {
    scalar = SmallRun.scalar();
    run = SmallRun.run(SHAPES, scalar, root);
  }

  @AfterAll
  static void close() {
    scalar.close();
  }

  private static double value(String name) {
    return run.further().get("test/" + name).value();
  }

  @Test
  void valuesLieInTheirRanges() {
    Set<String> unbounded =
        Set.of(
            "density.pixels",
            "density.encoder-means",
            "mmd2.pixels",
            "mmd2.encoder-means",
            "neighbours.pixels",
            "neighbours.encoder-means",
            "dci-error.lasso",
            "dci-error.forest",
            "mig-sampled");
    assertEquals(16 + 2 + 2 + 1 + 6 + 2, run.further().size(), () -> "" + run.further().keySet());
    run.further()
        .forEach(
            (name, measured) -> {
              double value = measured.value();
              boolean free = unbounded.contains(name.substring("test/".length()));
              assertTrue(free ? Double.isFinite(value) : value >= 0 && value <= 1, name + value);
            });
    assertEquals(5, value("neighbours.pixels"));
    assertEquals(1 - Math.pow(2, -5), value("coverage-expected.pixels"), 0.003);
  }

  /** An accuracy of 200 examples and a p-value of 50 permutations have binomial errors. */
  @Test
  void errorsAreBinomial() {
    double a = value("probe-neighbour");
    assertTrue(a > 0.5 && a < 1, () -> "accuracy " + a);
    assertEquals(
        Math.sqrt(a * (1 - a) / 200),
        run.further().get("test/probe-neighbour").standardError().orElseThrow(),
        1e-12);
    Measured p = run.further().get("test/mmd2-p.pixels");
    assertEquals(1 / 51.0, p.value(), 1e-12, "draws with noise are no pictures");
    assertEquals(
        Math.sqrt(p.value() * (1 - p.value()) / 50), p.standardError().orElseThrow(), 1e-12);
  }

  @Test
  void threadsAndKernelsDoNotChangeABit(@TempDir Path other) throws IOException {
    try (KernelSet simd = KernelSet.choose(KernelSet.Choice.SIMD, 2)) {
      assertEquals(run.further(), SmallRun.run(SHAPES, simd, other).further());
    }
  }

  @Test
  void numpyRecomputesThemFromExportedArrays() throws InterruptedException {
    Path script = Path.of("src/test/resources/vae/experiments/evaluation/recompute.py");
    List<String> printed =
        Numpy.find().run(script, run.folder().resolve("evaluation.safetensors"), 20, 5);
    Set<String> names = new HashSet<>();
    for (String line : printed) {
      String name = line.substring(0, line.indexOf(' '));
      names.add(name);
      assertEquals(value(name), Double.parseDouble(line.substring(name.length() + 1)), 1e-5, name);
    }
    assertEquals(9, names.size(), () -> "" + printed);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mig-sampled",
        "mig-binned",
        "sap",
        "dci",
        "factor-vae-score",
        "beta-vae-score",
        "probe"
      })
  void dataWithoutFactorsOrLabelsAreRefusedBeforeTraining(String metric) {
    Resolved listed =
        PLAIN.with(
            "evaluation.metrics",
            List.of(Map.of("type", "reconstruction-error"), Map.of("type", metric)));
    SpecException refused =
        assertThrows(SpecException.class, () -> SmallRun.run(listed, scalar, root));
    assertEquals("evaluation.metrics[1]", refused.path());
    String message = refused.getMessage();
    assertTrue(message.contains(metric + " needs data"), message);
    assertTrue(message.contains("leave the metric out"), message);
  }
}
