package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;

/** A learning rate that follows a metric of the run. */
final class FollowedMetricTest {

  @TempDir private Path root;

  private RunResult run(String schedule, String training) throws IOException {
    String spec =
        """
        { "name": "x", "seed": 3,
          "data": {"type": "digits", "limit": 40, "split": {"validation": 8, "test": 8},
                   "binarization": {"type": "none"}},
          "latentSize": 2,
          "encoder": {"type": "mlp", "hidden": [5]}, "decoder": {"type": "mlp", "hidden": [5]},
          "likelihood": {"type": "gaussian", "noise": {"type": "fixed", "sigma": 0.3}},
          "optimizer": {"type": "adam", "learningRate": 0.01, "schedule": %s},
          "training": {"epochs": 6, "batchSize": 12%s},
          "evaluation": {"nll": null} }
        """
            .formatted(schedule, training);
    try (KernelSet kernels = SmallRun.scalar()) {
      return SmallRun.run(SmallRun.read(spec), kernels, root);
    }
  }

  private static final String PLATEAU =
      "{\"type\": \"plateau\", \"factor\": 0.5, \"patience\": 0%s}";

  /** The first value is the best so far; no later one exceeds it by a million. */
  @Test
  void aPlateauThatNeverImprovesIsStepsAtEveryEpoch() throws IOException {
    RunResult followed = run(PLATEAU.formatted(", \"threshold\": 1e6"), "");
    String steps = "{\"type\": \"steps\", \"milestones\": [2, 3, 4, 5], \"gamma\": 0.5}";
    assertEquals(run(steps, "").digest(), followed.digest());
    assertNotEquals(run("{\"type\": \"constant\"}", "").digest(), followed.digest());
  }

  @Test
  void onlyEvaluatedEpochsCount() throws IOException {
    RunResult followed = run(PLATEAU.formatted(", \"threshold\": 1e6"), ", \"evaluateEvery\": 2");
    String steps = "{\"type\": \"steps\", \"milestones\": [4], \"gamma\": 0.5}";
    assertEquals(run(steps, ", \"evaluateEvery\": 2").digest(), followed.digest());
  }

  /** The bound of training data rises every epoch here; its negative is a plateau. */
  @Test
  void theGoalSaysWhichValuesImprove() throws IOException {
    String rising = PLATEAU.formatted(", \"metric\": \"train/elbo\", \"threshold\": 0");
    assertEquals(run("{\"type\": \"constant\"}", "").digest(), run(rising, "").digest());
    String falling =
        PLATEAU.formatted(", \"metric\": \"train/elbo\", \"threshold\": 0, \"goal\": \"minimize\"");
    String steps = "{\"type\": \"steps\", \"milestones\": [2, 3, 4, 5], \"gamma\": 0.5}";
    assertEquals(run(steps, "").digest(), run(falling, "").digest());
  }

  @Test
  void aMetricThatIsNotMeasuredIsRefusedAtItsPath() {
    String unknown =
        "{\"type\": \"warm-up\", \"epochs\": 1, \"then\": "
            + PLATEAU.formatted(", \"metric\": \"validation/bpd\"")
            + "}";
    SpecException refusal = assertThrows(SpecException.class, () -> run(unknown, ""));
    assertTrue(
        refusal.getMessage().contains("optimizer.schedule.then.metric"), refusal.getMessage());
  }
}
