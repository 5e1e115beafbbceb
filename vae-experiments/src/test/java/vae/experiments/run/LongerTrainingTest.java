package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.reproduction.Reproduction;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.run.origin.LongerTraining;
import vae.experiments.run.verification.Verdict;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.Resolved;

/** A finished run that is trained longer is the uninterrupted run, or is refused. */
final class LongerTrainingTest {

  private static final Resolved PLAIN =
      FragileRun.EXPERIMENT
          .with("data.binarization.type", "none")
          .with("likelihood.type", "gaussian")
          .with("likelihood.noise.type", "optimal");

  private static KernelSet kernels;

  @TempDir private Path root;

  @BeforeAll
  static void startThreads() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  private static Resolved with(Resolved experiment, String callbacks) {
    String json = experiment.pretty();
    int at = json.indexOf("\"epochs\"");
    return SmallRun.read(
        json.substring(0, at) + "\"callbacks\": [" + callbacks + "], " + json.substring(at));
  }

  private boolean begin(RunResult run, Resolved longer) throws IOException {
    return LongerTraining.begin(run.folder(), longer, SmallRun.environment(kernels), root);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"type\": \"early-stopping\", \"patience\": 100}, {\"type\": \"sample-sheet\", \"every\":"
            + " 1}"
      })
  void itEndsInTheBitsAndFilesOfAnUninterruptedRun(String callbacks) throws IOException {
    Resolved three = with(PLAIN, callbacks);
    Resolved five = three.with("training.epochs", 5);
    RunResult whole = SmallRun.run(five, kernels, root.resolve("whole"));
    RunResult first = SmallRun.run(three, kernels, root);
    assertTrue(begin(first, five));
    RunResult longer = SmallRun.runner(kernels, root).run(five, true, new SmallRun.Unwatched());
    assertEquals(whole.id(), longer.id());
    assertEquals(whole.digest(), longer.digest());
    assertEquals(whole.metrics(), longer.metrics());
    assertEquals(FragileRun.names(whole.folder()), FragileRun.names(longer.folder()));
    for (String name : FragileRun.names(whole.folder())) {
      boolean follows =
          name.endsWith(".safetensors") || name.endsWith(".jsonl") || name.endsWith(".bin");
      if (follows) {
        assertEquals(
            Digest.ofFile(whole.folder().resolve(name)),
            Digest.ofFile(longer.folder().resolve(name)),
            name);
      }
    }
    assertEquals(List.of(), Verification.of(longer.folder()).findings());
    Verdict verdict =
        new Reproduction(SmallRun.slots(), kernels, SmallRun.locations(), SmallRun.NO_REPORT)
            .run(
                longer.folder(), root.resolve("again"), Optional.empty(), new SmallRun.Unwatched());
    assertInstanceOf(Verdict.Bitwise.class, verdict, verdict::toString);
    assertFalse(begin(first, five), "it is there already");
  }

  @ParameterizedTest
  @CsvSource({
    "optimizer.schedule.type, cosine, its learning rate depends on the number of epochs",
    "training.evaluateEvery, 2, epoch 3 was evaluated as the last one"
  })
  void whereItWouldEndInOtherBitsItIsRefused(String path, String value, String why)
      throws IOException {
    Resolved three =
        PLAIN.with(path, value.matches("\\d+") ? (Object) Integer.valueOf(value) : value);
    assertRefused(three, three.with("training.epochs", 5), why);
  }

  @Test
  void aWarmUpOfTheEstimatorIsRefused() throws IOException {
    Resolved three =
        PLAIN
            .with("estimator.type", "beta-elbo")
            .with("estimator.schedule", "linear")
            .with("estimator.warmUp", 0.5);
    assertRefused(three, three.with("training.epochs", 5), "a weight of its estimator depends");
    Resolved constant = PLAIN.with("estimator.type", "beta-elbo").with("estimator.beta", 0.5);
    assertTrue(begin(SmallRun.run(constant, kernels, root), constant.with("training.epochs", 5)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\": \"weight-average\"}|its callback weight-average changed",
        "{\"type\": \"early-stopping\", \"restoreBest\": true}|its callback early-stopping changed",
        "{\"type\": \"early-stopping\", \"patience\": 1, \"minimumDelta\": 1e6}|training ended"
            + " after epoch 2"
      })
  void callbacksThatChangedTheEndAreRefused(String callback, String why) throws IOException {
    Resolved three = with(PLAIN, callback);
    assertRefused(three, three.with("training.epochs", 5), why);
  }

  @Test
  void onlyMoreEpochsAreTaken() throws IOException {
    assertRefused(PLAIN, PLAIN.with("training.epochs", 2), "it has 3 epochs; expected more");
    Resolved other = PLAIN.with("training.epochs", 5).with("estimator.samples", 2);
    assertRefused(PLAIN, other, "estimator.samples is not as it was");
  }

  private void assertRefused(Resolved three, Resolved longer, String why) throws IOException {
    RunResult run = SmallRun.run(three, kernels, root);
    RunFolderException e = assertThrows(RunFolderException.class, () -> begin(run, longer));
    assertTrue(
        e.getMessage()
            .startsWith(
                run.folder()
                    + " cannot be trained longer to the bits of an uninterrupted run: "
                    + why),
        e.getMessage());
    assertTrue(e.getMessage().endsWith(" --from " + run.folder() + "`."), e.getMessage());
    try (var folders = Files.list(root)) {
      assertEquals(1, folders.count(), "nothing is made");
    }
  }
}
