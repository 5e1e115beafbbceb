package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.data.source.Dataset;
import vae.data.transform.DynamicBinarization;
import vae.data.transform.NoBinarization;
import vae.experiments.spec.Resolved;
import vae.experiments.wiring.ModelFactory;

/** What 0.2.0 adds to data: N3, N8 and the notes of F13. Their defaults change no id. */
final class DataOptionsTest {

  private static KernelSet kernels;

  @TempDir private Path root;

  @BeforeAll
  static void start() {
    kernels = SmallRun.scalar();
  }

  @AfterAll
  static void stop() {
    kernels.close();
  }

  private static final String DYNAMIC =
      SmallRun.BERNOULLI.replace("\"threshold\"", "\"dynamic-per-batch\"");

  @Test
  void defaultsAreAbsentFromTheResolvedForm() {
    Resolved plain = SmallRun.read(DYNAMIC);
    for (String key : List.of("heldOutSeed", "\"by\"", "gap")) {
      assertFalse(plain.pretty().contains(key), key);
    }
    Resolved spelt =
        plain
            .with("data.binarization.heldOutSeed", null)
            .with("data.split.by", "random")
            .with("data.split.gap", 0);
    assertEquals(plain, spelt);
    Resolved other = plain.with("data.split.by", "blocks").with("data.split.gap", 5);
    assertTrue(other.canonical().contains("\"by\":\"blocks\""), other.canonical());
    assertNotEquals(plain, plain.with("data.binarization.heldOutSeed", 0));
  }

  /** F13: values between grey levels are rounded, which the console and the provenance say. */
  @Test
  void roundingToGreyLevelsIsNoted() throws IOException {
    Resolved off =
        SmallRun.read(SmallRun.GAUSSIAN)
            .with("likelihood.type", "categorical")
            .with("likelihood.levels", 16)
            .with("training.epochs", 1)
            .with("evaluation.nll", null);
    RunResult result = SmallRun.run(off, kernels, root);
    String provenance = Files.readString(result.folder().resolve("provenance.json"));
    assertTrue(provenance.contains("rounds the data to its 16 grey levels"), provenance);
    Resolved on = off.with("likelihood.levels", 17);
    Dataset data = SmallRun.data(on);
    assertEquals(
        List.of(), ModelFactory.notes(on.spec(), data, new NoBinarization()), "k / 16 is a level");
    assertEquals(
        1,
        ModelFactory.notes(
                off.with("likelihood.type", "discretized-logistic").spec(),
                data,
                new NoBinarization())
            .size());
    assertEquals(
        List.of(), ModelFactory.notes(off.spec(), data, new DynamicBinarization()), "0 and 1 are");
  }
}
