package vae.experiments.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.SpecSource;

/** The studies of {@code examples/studies}, made small. */
final class SourceStudiesTest {

  private static final Path STUDIES = Path.of("..", "examples", "studies");
  private static final List<String> SMALL =
      List.of(
          "experiment.seeds=[1, 2]",
          "base.data.limit=260",
          "base.data.split.validation=20",
          "base.data.split.test=80",
          "base.encoder.hidden=[16]",
          "base.decoder.hidden=[16]");

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

  private StudyRunner.Outcome run(String study, String... settings) throws IOException {
    List<String> all = new ArrayList<>(SMALL);
    all.addAll(Arrays.asList(settings));
    return new StudyRunner(SmallRun.slots(), kernels, SmallRun.locations(), root)
        .run(SpecSource.file(STUDIES.resolve(study + ".json")), all);
  }

  private static JsonNode cell(JsonNode json, int table, int row, String column) {
    JsonNode columns = json.at("/tables/" + table + "/columns");
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).asString().equals(column)) {
        return json.at("/tables/" + table + "/rows/" + row + "/" + i);
      }
    }
    throw new AssertionError("no column " + column + " in " + columns);
  }

  private static double mean(JsonNode json, int table, int row, String column) {
    return cell(json, table, row, column).get("mean").doubleValue();
  }

  @Test
  void drawsAreComparedAtEqualEpochsAndAtEqualCompute() throws IOException {
    StudyRunner.Outcome outcome =
        run(
            "number-of-draws",
            "experiment.samples=[1, 3]",
            "experiment.gradientBatches=10",
            "base.training.epochs=6",
            "base.data.split.test=0");
    List<Table> tables = outcome.findings().tables();
    assertEquals(List.of("3", "6", "24"), tables.get(0).rows().get(1).subList(0, 3));
    assertEquals(List.of("3", "3", "12"), tables.get(1).rows().get(1).subList(0, 3));
    assertEquals(tables.get(0).rows().getFirst(), tables.get(1).rows().getFirst());
    assertEquals("0.0000 ± 0.0000", tables.get(0).rows().getFirst().get(5));
    String elbo = "validation ELBO"; // what is reported without a test part
    double gained = mean(outcome.json(), 0, 1, elbo) - mean(outcome.json(), 0, 0, elbo);
    assertEquals(gained, mean(outcome.json(), 0, 1, elbo + " less that of L = 1"), 1e-9);
    assertEquals(4, tables.get(2).rows().size());
    assertTrue(
        mean(outcome.json(), 2, 0, "noise of the draws")
            > mean(outcome.json(), 2, 1, "noise of the draws"));
    assertEquals(6, outcome.json().get("runs").intValue(), "L = 1 is trained once");
    Path file = outcome.folder().resolve("figures/validation-elbo-by-draws.svg");
    String figure = Files.readString(file);
    assertTrue(figure.contains("L = 3") && figure.contains("as much compute"), figure);
  }

  /** J = −2σ² ELBO − d σ² log 2πσ² + m σ², within what different draws of z make of it. */
  @Test
  void theLossIsTheBoundWithoutWhatDependsOnTheNoise() throws IOException {
    StudyRunner.Outcome outcome =
        run("decoder-noise", "base.training.epochs=3", "base.evaluation.draws=40");
    List<List<String>> rows = outcome.findings().tables().getFirst().rows();
    assertEquals(11, rows.size());
    for (int row = 0; row < 7; row++) {
      double sigma = Double.parseDouble(rows.get(row).getFirst().replace("fixed ", ""));
      assertEquals(sigma, mean(outcome.json(), 0, row, "σ_dec"), 1e-6);
      double expected =
          -2 * sigma * sigma * mean(outcome.json(), 0, row, "test ELBO")
              - 64 * sigma * sigma * Math.log(2 * Math.PI * sigma * sigma)
              + 8 * sigma * sigma;
      assertEquals(expected, mean(outcome.json(), 0, row, "J"), 0.01 * expected);
      assertEquals(
          mean(outcome.json(), 0, row, "test ELBO"),
          -mean(outcome.json(), 0, row, "rate") - mean(outcome.json(), 0, row, "distortion"),
          1e-5);
    }
    assertEquals("", rows.get(9).get(7), "dimensions with their own noise have no J");
    assertTrue(mean(outcome.json(), 0, 10, "σ_dec") > Math.exp(-4));
    String pictures = Files.readString(outcome.folder().resolve("figures/samples-by-noise.svg"));
    assertEquals(12, pictures.split("<image ", -1).length - 1, "a row of data, one a noise");
  }

  @Test
  void rotationIsMeasuredAgainstChanceForLinearAndOtherDecoders() throws IOException {
    StudyRunner.Outcome outcome =
        run(
            "decoder-rotation",
            "experiment.networks[0].set={\"encoder.hidden\": [], \"decoder.hidden\": []}",
            "experiment.latentSizes=[3]",
            "experiment.sigmas=[0.3]",
            "experiment.rotations=20",
            "base.training.epochs=4");
    List<Table> tables = outcome.findings().tables();
    assertEquals(8, tables.get(0).rows().size());
    assertEquals(2, tables.get(1).rows().size());
    assertEquals(6, tables.get(2).rows().size());
    assertEquals(4, tables.get(3).rows().size());
    for (int row = 0; row < 8; row++) {
      double energy = mean(outcome.json(), 0, row, "off-diagonal energy");
      double chance = mean(outcome.json(), 0, row, "of random rotations");
      assertTrue(energy >= 0 && energy < 1 && chance > 0 && chance < 1);
    }
    for (int row = 0; row < 4; row++) {
      double gap = mean(outcome.json(), 3, row, "evidence − ELBO");
      double loss = mean(outcome.json(), 3, row, "loss of the best diagonal");
      assertTrue(row > 0 || gap >= loss && loss >= 0, "none loses less than the best");
      assertTrue(gap > 0);
    }
    double difference = mean(outcome.json(), 0, 0, "ratio") - mean(outcome.json(), 0, 1, "ratio");
    assertEquals(difference, mean(outcome.json(), 2, 0, "in ratio"), 1e-12);
    assertTrue(
        outcome.findings().claim().contains(" of 2 settings, than those of full-covariance in "),
        outcome.findings().claim());
    assertTrue(Files.exists(outcome.folder().resolve("figures/alignment-linear.svg")));
    assertTrue(Files.exists(outcome.folder().resolve("figures/alignment-tanh.svg")));
  }

  @Test
  void priorsAndPosteriorsAreComparedSeedBySeed() throws IOException {
    StudyRunner.Outcome outcome =
        run(
            "priors-and-posteriors",
            "experiment.priors=[{\"type\": \"standard-normal\"}, {\"type\": \"gaussian\"}]",
            "experiment.posteriors=[{\"type\": \"householder\", \"reflections\": 1},"
                + " {\"type\": \"householder\"}]",
            "base.training.epochs=2",
            "base.latentSize=3",
            "base.evaluation.nll.samples=20",
            "base.evaluation.metrics=[{\"type\": \"importance-sampling\", \"samples\": 40,"
                + " \"examples\": 20}]");
    List<Table> tables = outcome.findings().tables();
    assertEquals(4, tables.get(0).rows().size());
    assertEquals("reference", tables.get(0).rows().getFirst().get(5));
    assertTrue(tables.get(0).rows().get(1).get(1).contains("reflections"), "told apart by keys");
    for (int row = 0; row < 4; row++) {
      double nll = mean(outcome.json(), 0, row, "test NLL");
      double gap = -nll - mean(outcome.json(), 0, row, "test ELBO");
      assertEquals(gap, mean(outcome.json(), 0, row, "log p(x) less ELBO"), 1e-6);
      assertTrue(gap > 0);
      if (row > 0) {
        double less = nll - mean(outcome.json(), 0, 0, "test NLL");
        assertEquals(less, mean(outcome.json(), 0, row, "NLL less that of the first row"), 1e-9);
      }
      assertEquals("not measured", tables.get(1).rows().get(row).get(4));
      assertEquals("0 of 2 seeds", tables.get(1).rows().get(row).get(6), "one view is no panel");
    }
  }

  @Test
  void aPairThatMakesNoModelIsNamedWithItsReasonAndTheOthersAreCompared() throws IOException {
    StudyRunner.Outcome outcome =
        run(
            "priors-and-posteriors",
            "experiment.priors=[{\"type\": \"standard-normal\"}, {\"type\": \"mixture\"},"
                + " {\"type\": \"gaussian\"}]",
            "experiment.posteriors=[{\"type\": \"diagonal\"}]",
            "base.estimator={\"type\": \"elbo\"}",
            "base.training.epochs=1",
            "base.latentSize=2",
            "base.evaluation.nll.samples=20",
            "base.evaluation.metrics=[]");
    List<Table> tables = outcome.findings().tables();
    List<?> refused = tables.get(0).rows().get(1);
    assertEquals("mixture", refused.getFirst());
    assertEquals("no such model", refused.get(2));
    String reason = tables.get(2).rows().getFirst().get(2);
    assertTrue(reason.startsWith("estimator.type: needs the KL in closed form"), reason);
    assertEquals("0", refused.getLast(), "seeds");
    assertEquals(2, tables.get(1).rows().size(), "rows of views");
    double less = mean(outcome.json(), 0, 2, "NLL less that of the first row");
    double nll = mean(outcome.json(), 0, 2, "test NLL") - mean(outcome.json(), 0, 0, "test NLL");
    assertEquals(nll, less, 1e-9);
    assertEquals(
        "base.estimator.type",
        path(
            "priors-and-posteriors",
            "experiment.priors=[{\"type\": \"mixture\"}]",
            "base.estimator={\"type\": \"elbo\"}"),
        "a reference that makes no model");
  }

  @Test
  void mistakesAreRefusedAtTheirKey() {
    assertEquals("base.evaluation.nll", path("priors-and-posteriors", "base.evaluation.nll=null"));
    assertEquals(
        "experiment.posteriors", path("priors-and-posteriors", "experiment.posteriors=[]"));
    assertEquals("experiment.seeds", path("number-of-draws", "experiment.seeds=[1]"));
    assertEquals("experiment.samples[0]", path("number-of-draws", "experiment.samples=[0]"));
    assertEquals("experiment.noises", path("decoder-noise", "experiment.noises=[]"));
    assertEquals("experiment.sigmas[1]", path("decoder-rotation", "experiment.sigmas=[1, -1]"));
    assertEquals(
        "experiment.latentSizes[0]", path("decoder-rotation", "experiment.latentSizes=[17]"));
  }

  private String path(String study, String... settings) {
    return assertThrows(SpecException.class, () -> run(study, settings)).path();
  }
}
