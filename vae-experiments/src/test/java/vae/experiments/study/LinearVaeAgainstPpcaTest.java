package vae.experiments.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.SpecSource;

final class LinearVaeAgainstPpcaTest {

  private static final Path STUDY =
      Path.of("..", "examples", "studies", "linear-vae-against-ppca.json");

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

  private StudyRunner.Outcome run(String... settings) throws IOException {
    return new StudyRunner(SmallRun.slots(), kernels, SmallRun.locations(), root)
        .run(SpecSource.file(STUDY), List.of(settings));
  }

  private StudyRunner.Outcome quick() throws IOException {
    return run(
        "base.training.epochs=20",
        "base.data.limit=200",
        "base.evaluation.draws=400",
        "base.data.split.test=0",
        "base.data.split.validation=0",
        "experiment.latentSizes=[1, 3]");
  }

  /** Six short runs: every bound is below its maximum, and evidence − KL is the bound. */
  @Test
  void boundsNeverExceedTheMaximum() throws IOException {
    StudyRunner.Outcome outcome = quick();
    Table table = outcome.findings().tables().getFirst();
    assertEquals(6, table.rows().size());
    for (List<String> row : table.rows()) {
      double maximum = Double.parseDouble(row.get(3));
      double elbo = Double.parseDouble(row.get(4));
      double divergence = Double.parseDouble(row.get(6));
      double evidence = Double.parseDouble(row.get(7));
      assertTrue(elbo <= evidence && evidence <= maximum, row::toString);
      assertEquals(evidence - divergence, elbo, 2e-4, row::toString);
    }
    assertTrue(
        outcome.findings().claim().startsWith("The claim does not hold: 0 of 6"),
        outcome.findings().claim());
    List<String> gaps = outcome.findings().tables().getLast().rows().getFirst();
    assertEquals(List.of("3", "0.0000", "5"), gaps.subList(0, 3));
    assertTrue(Double.parseDouble(gaps.get(4)) > 0, gaps::toString);
  }

  /**
   * The run's own Monte-Carlo figure, over draws on the training set, agrees with the exact one.
   */
  @Test
  void exactBoundIsTheOneThatTheRunMeasures() throws IOException {
    assertExactBoundIsMeasured(quick());
  }

  @Test
  void exactBoundOfReflectionsIsTheOneThatTheRunMeasures() throws IOException {
    assertExactBoundIsMeasured(
        run(
            "experiment.posteriors=[\"householder\"]",
            "base.training.epochs=20",
            "base.data.limit=200",
            "base.evaluation.draws=400",
            "base.data.split.test=0",
            "base.data.split.validation=0",
            "experiment.latentSizes=[3]"));
  }

  private static void assertExactBoundIsMeasured(StudyRunner.Outcome outcome) throws IOException {
    for (List<String> row : outcome.findings().tables().getFirst().rows()) {
      Path folder = outcome.folder().resolve("runs").resolve("digits-" + row.get(8));
      var measured = RunResult.read(folder).metrics().get("train/elbo");
      double error = measured.standardError().orElseThrow();
      assertEquals(measured.value(), Double.parseDouble(row.get(4)), 5 * error + 1e-4);
    }
  }

  @Test
  void otherModelsAreRefusedAtTheirKey() {
    SpecException hidden = assertThrows(SpecException.class, () -> run("base.encoder.hidden=[10]"));
    assertEquals("base.encoder.hidden", hidden.path());
    SpecException many =
        assertThrows(SpecException.class, () -> run("experiment.latentSizes=[64]"));
    assertEquals("experiment", many.path());
  }
}
