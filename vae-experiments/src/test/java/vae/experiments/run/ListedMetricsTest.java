package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.run.folder.Digest;
import vae.experiments.spec.Resolved;

/** Listed metrics are recorded beside the metrics of every run and move no first digest. */
final class ListedMetricsTest {

  private static final Resolved PLAIN =
      SmallRun.read(
          """
          { "name": "listed", "latentSize": 2,
            "data": {"type": "linear-gaussian", "dimension": 4, "latent": 2,
                     "train": 40, "validation": 8, "test": 8},
            "encoder": {"type": "mlp", "hidden": [8]}, "decoder": {"type": "mlp", "hidden": [8]},
            "estimator": {"type": "iwae", "samples": 3},
            "training": {"epochs": 2, "batchSize": 20}, "evaluation": {"draws": 2} }
          """);
  private static final Resolved LISTED =
      PLAIN
          .with("training.metrics", List.of(Map.of("type", "reconstruction-error")))
          .with(
              "evaluation.metrics",
              List.of(
                  Map.of("type", "reconstruction-error"), Map.of("type", "mutual-information")));

  @TempDir private static Path root;
  private static KernelSet kernels;
  private static RunResult plain;
  private static RunResult listed;

  @BeforeAll
  static void run() throws IOException {
    kernels = SmallRun.scalar();
    plain = SmallRun.run(PLAIN, kernels, root);
    listed = SmallRun.run(LISTED, kernels, root);
  }

  @AfterAll
  static void close() {
    kernels.close();
  }

  @Test
  void theFirstDigestIsThatOfTheRunWithoutThem() {
    assertEquals(plain.digest(), listed.digest());
    assertEquals(plain.metrics(), listed.metrics());
  }

  @Test
  void theyAreBesideTheMetricsAndUnderTheSecondDigest() throws IOException {
    Set<String> names = listed.further().keySet();
    assertEquals(
        Set.of("test/rmse", "validation/rmse", "test/mutual-information", "test/aggregate-kl"),
        names);
    RecordedResult read = RecordedResult.read(listed.folder());
    assertEquals(listed.further(), read.further());
    assertEquals("RMSE", read.quantities().of("test/rmse").title());
    assertEquals("IWAE (K = 3)", read.quantities().of("test/iwae").title());
    assertEquals(RecordedResult.evidence(read.tree()), read.evidence().orElseThrow());
  }

  /** R draws have an error at the end; in training there is one. */
  @Test
  void theFinalEvaluationCountsWhereBothMeasureAPart() {
    assertTrue(listed.further().get("test/rmse").hasError());
    assertFalse(listed.further().get("validation/rmse").hasError());
  }

  @Test
  void aSecondRunIsTheFirst(@TempDir Path other) throws IOException {
    assertEquals(listed.further(), SmallRun.run(LISTED, kernels, other).further());
  }

  /** Whatever computes them: values, errors, and so the second digest. */
  @Test
  void kernelsAndThreadsDoNotChangeThem(@TempDir Path scalar, @TempDir Path simd)
      throws IOException {
    Resolved experiment =
        SmallRun.read(GoldenRuns.spec(GoldenRuns.FOLDER.resolve("metrics-of-inference")));
    RunResult plainLoops = SmallRun.run(experiment, kernels, scalar);
    try (KernelSet fast = KernelSet.choose(KernelSet.Choice.SIMD, 2)) {
      RunResult vectors = SmallRun.run(experiment, fast, simd);
      assertEquals(plainLoops.further(), vectors.further());
      assertTrue(plainLoops.further().containsKey("test/approximation-gap"));
      assertEquals(
          Digest.ofFile(plainLoops.folder().resolve("evaluation.safetensors")),
          Digest.ofFile(vectors.folder().resolve("evaluation.safetensors")));
    }
  }

  @Test
  void whatDoesNotFitIsRefusedBeforeAnythingIsTrained() {
    Resolved costly = PLAIN.with("training.metrics", List.of(Map.of("type", "mutual-information")));
    SpecException refused =
        assertThrows(SpecException.class, () -> SmallRun.run(costly, kernels, root));
    assertEquals("training.metrics[0]", refused.path());
  }
}
