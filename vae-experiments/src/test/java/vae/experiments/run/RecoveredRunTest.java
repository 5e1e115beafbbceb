package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Progress;

/** Runs that skip steps or roll back: the same bits in every provider, stopped or not. */
final class RecoveredRunTest {

  private static final int EPOCHS = 4;
  private static final int EXAMPLES = 64;

  private static KernelSet kernels;

  @TempDir private Path root;
  @TempDir private Path other;

  @BeforeAll
  static void startThreads() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  private static Resolved rollingBack() {
    return SmallRun.read(SmallRun.GAUSSIAN)
        .with("training.epochs", EPOCHS)
        .with("optimizer.type", "sgd")
        .with("optimizer.learningRate", 1e6)
        .with("training.onDivergence.type", "roll-back")
        .with("training.onDivergence.learningRateFactor", 0.01)
        .with("training.onDivergence.most", 9);
  }

  /** One training example is so large that its square is no float. */
  private Resolved skipping() throws IOException {
    for (int outlier = 0; ; outlier++) {
      StringBuilder table = new StringBuilder();
      for (int i = 0; i < EXAMPLES; i++) {
        table.append(i == outlier ? "1e30" : "0.5").append(",0.25,").append(i % 2).append('\n');
      }
      Path file = Files.writeString(other.resolve("outlier.csv"), table);
      Resolved experiment =
          SmallRun.read(
              """
              { "name": "outlier", "latentSize": 2,
                "data": {"type": "csv", "path": "%s", "split": {"validation": 0, "test": 8}},
                "encoder": {"type": "mlp", "hidden": [8]},
                "decoder": {"type": "mlp", "hidden": [8]},
                "training": {"epochs": 4, "batchSize": 16, "onDivergence": {"type": "skip"}} }
              """
                  .formatted(file));
      if (SmallRun.data(experiment).test().within(-10, 10)) {
        return experiment;
      }
    }
  }

  private static String metrics(RunResult result) throws IOException {
    return Files.readString(result.folder().resolve("metrics.jsonl"));
  }

  private RunResult interrupted(Resolved experiment) throws IOException {
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      int end = epoch;
      Progress plug =
          new Progress() {
            @Override
            public void step(long step, long steps) {}

            @Override
            public void epoch(int done, long step, SortedMap<String, Double> metrics) {
              if (done == end) {
                throw new IllegalStateException("the plug is pulled");
              }
            }
          };
      assertThrows(
          IllegalStateException.class,
          () -> SmallRun.runner(kernels, other).run(experiment, true, plug));
    }
    return SmallRun.runner(kernels, other).run(experiment, true, new SmallRun.Unwatched());
  }

  private void sameEverywhere(Resolved experiment, String metric) throws IOException {
    RunResult whole = SmallRun.run(experiment, kernels, root.resolve("scalar"));
    assertEquals(RunResult.Status.COMPLETE, whole.status(), whole.message());
    assertTrue(metrics(whole).contains(metric), metrics(whole));
    assertFalse(Files.exists(whole.folder().resolve("divergence.json")));
    try (KernelSet fast = KernelSet.choose(KernelSet.Choice.AUTO, 2)) {
      RunResult vectors = SmallRun.run(experiment, fast, root.resolve("auto"));
      assertEquals(whole.digest(), vectors.digest());
      assertEquals(metrics(whole), metrics(vectors));
    }
    RunResult resumed = interrupted(experiment);
    assertEquals(whole.digest(), resumed.digest());
    assertEquals(metrics(whole), metrics(resumed));
  }

  @Test
  void rollingBackIsTheSameInEveryProviderStoppedOrNot() throws IOException {
    sameEverywhere(rollingBack(), "\"name\":\"train/rolled-back\",\"value\":");
  }

  @Test
  void skippingIsTheSameInEveryProviderStoppedOrNot() throws IOException {
    sameEverywhere(skipping(), "\"name\":\"train/skipped\",\"value\":1.0");
  }
}
