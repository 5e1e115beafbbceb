package vae.experiments.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.experiments.run.RunResult;
import vae.experiments.run.SmallRun;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.PrettyJson;
import vae.experiments.spec.Resolved;
import vae.experiments.spec.SpecSource;
import vae.experiments.sweep.table.SeedSummary;

final class StudyRunnerTest {

  private static final String BASE = SmallRun.GAUSSIAN.replace("\"epochs\": 2", "\"epochs\": 1");

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

  private static String study(String experiment) {
    return "{ \"name\": \"sizes\", \"experiment\": %s, \"base\": %s }".formatted(experiment, BASE);
  }

  private static String vary(String more) {
    return study(
        "{\"type\": \"vary\", \"path\": \"latentSize\", \"values\": [1, 2], \"seeds\": [1, 2]%s}"
            .formatted(more));
  }

  private StudyRunner.Outcome run(String json, String... settings) throws IOException {
    return new StudyRunner(SmallRun.slots(), kernels, SmallRun.locations(), root)
        .run(SpecSource.text(json), List.of(settings));
  }

  private static SortedMap<Path, FileTime> results(Path study) throws IOException {
    SortedMap<Path, FileTime> results = new TreeMap<>();
    try (var files = Files.walk(study.resolve("runs"))) {
      for (Path file : files.filter(it -> it.endsWith("result.json")).toList()) {
        results.put(file, Files.getLastModifiedTime(file));
      }
    }
    return results;
  }

  @Test
  void theFolderHoldsTheStudyItsFindingsAndItsRuns() throws IOException {
    StudyRunner.Outcome outcome = run(vary(""));
    assertTrue(outcome.folder().getFileName().toString().matches("sizes-[0-9a-f]{12}"));
    assertEquals(
        outcome.findings().markdown(), Files.readString(outcome.folder().resolve("findings.md")));
    assertEquals(4, results(outcome.folder()).size());
    JsonNode written = outcome.json();
    assertEquals(
        PrettyJson.of(written), Files.readString(outcome.folder().resolve("findings.json")));
    assertEquals(4, written.get("runs").intValue());
    assertTrue(written.get("digest").asString().matches("sha256:[0-9a-f]{64}"), written::toString);
    // study.json holds every default, and is a study that is this very study.
    String json = Files.readString(outcome.folder().resolve("study.json"));
    assertTrue(json.contains("\"beta1\""), json);
    assertEquals(outcome.folder(), run(json).folder());
  }

  @Test
  void rowsAreTheValuesInTurnWithTheirIntervals() throws IOException {
    StudyRunner.Outcome outcome = run(vary(""));
    Table table = outcome.findings().tables().getFirst();
    assertEquals(
        "[\"latentSize\",\"test/elbo\",\"95 % interval\",\"seeds\"]",
        table.json().path("columns").toString());
    assertEquals("test/elbo by latentSize", outcome.findings().claim());
    Resolved base = SmallRun.read(BASE);
    for (int row = 0; row < 2; row++) {
      List<Double> values = new ArrayList<>();
      for (long seed : new long[] {1, 2}) {
        Resolved one = base.with("latentSize", row + 1).with("seed", seed);
        RunResult alone = SmallRun.run(one, kernels, root.resolve("alone"));
        values.add(alone.metrics().get("test/elbo").value());
      }
      SeedSummary summary = SeedSummary.of(values);
      assertEquals(
          List.of(
              Integer.toString(row + 1),
              Table.number(summary.mean()),
              "± " + Table.number(summary.halfWidth()),
              "2"),
          table.rows().get(row));
    }
  }

  /** U2: a study that is told to stop leaves a checkpoint, and continues to the same bits. */
  @Test
  void aStoppedStudyContinuesFromItsCheckpoint() throws IOException {
    StudyRunner runner =
        new StudyRunner(SmallRun.slots(), kernels, SmallRun.locations(), root.resolve("stopped"));
    AtomicInteger steps = new AtomicInteger();
    SpecSource source = SpecSource.text(vary(""));
    assertThrows(
        StoppedException.class,
        () -> runner.run(source, List.of(), () -> steps.incrementAndGet() > 2));
    JsonNode continued = runner.run(source, List.of()).json();
    assertEquals(run(vary("")).json().get("digest"), continued.get("digest"));
  }

  @Test
  void runsThatAreCompleteAreNotComputedAgain() throws IOException {
    StudyRunner.Outcome first = run(vary(""));
    SortedMap<Path, FileTime> before = results(first.folder());
    Path lost = before.lastKey();
    Files.delete(lost); // as if the study had been stopped within its last run
    StudyRunner.Outcome second = run(vary(""));
    assertEquals(first.folder(), second.folder());
    assertEquals(first.findings().markdown(), second.findings().markdown());
    assertEquals(first.json().toString(), second.json().toString());
    SortedMap<Path, FileTime> after = results(second.folder());
    assertEquals(before.keySet(), after.keySet());
    before.headMap(lost).forEach((file, time) -> assertEquals(time, after.get(file), "" + file));
  }

  @Test
  void aSettingMakesAnotherStudy() throws IOException {
    Path plain = run(vary("")).folder();
    StudyRunner.Outcome changed = run(vary(""), "experiment.values=[3]", "base.seed=9");
    assertNotEquals(plain, changed.folder());
    assertEquals("3", changed.findings().tables().getFirst().rows().getFirst().getFirst());
  }

  @Test
  void oneSeedHasNoInterval() throws IOException {
    StudyRunner.Outcome outcome = run(vary(""), "experiment.seeds=[1]", "experiment.values=[2]");
    assertEquals("", outcome.findings().tables().getFirst().rows().getFirst().get(2));
  }

  @Test
  void aDivergedRunIsShownAsSuch() throws IOException {
    String json =
        study(
            """
            {"type": "vary", "path": "optimizer.learningRate", "values": [0.001, 1e30],
             "seeds": [1, 2], "metric": "train/elbo"}\
            """);
    List<List<String>> rows = run(json).findings().tables().getFirst().rows();
    assertEquals("2", rows.get(0).get(3));
    assertEquals(List.of("diverged", "2 of 2"), rows.get(1).subList(1, 3));
  }

  @Test
  void everyValueIsCheckedBeforeTheFirstRun() throws IOException {
    String json = vary("").replace("[1, 2], \"seeds\"", "[1, -2], \"seeds\"");
    SpecException refused = assertThrows(SpecException.class, () -> run(json));
    assertEquals("experiment", refused.path());
    assertTrue(refused.problem().contains("the base with latentSize = -2: "), refused.problem());
    try (var files = Files.walk(root)) {
      assertEquals(0, files.filter(it -> it.endsWith("experiment.json")).count());
    }
  }

  @Test
  void anUnknownMetricIsRefusedWithThoseThatThereAre() {
    RunFolderException refused =
        assertThrows(RunFolderException.class, () -> run(vary(", \"metric\": \"test/elbow\"")));
    assertTrue(refused.getMessage().contains("expected metric \"test/elbow\", found "));
    assertTrue(refused.getMessage().contains("test/elbo, "), refused.getMessage());
  }

  @Test
  void mistakesAreRefusedWithTheirPath() {
    assertEquals("experiment.type", path(study("{\"type\": \"vari\"}")));
    assertEquals("experiment.values", path(vary("").replace("[1, 2], \"seeds\"", "[], \"seeds\"")));
    assertEquals("experiment.seeds", path(vary("").replace("\"seeds\": [1, 2]", "\"seeds\": []")));
    assertEquals("name", path(vary("").replace("\"sizes\"", "\"../sizes\"")));
    assertEquals(
        "base.latentSize", path(vary("").replace("\"latentSize\": 4", "\"latentSize\": 0")));
  }

  private String path(String json) {
    return assertThrows(SpecException.class, () -> run(json)).path();
  }

  @Test
  void aStudyIsOwnedByOneAtATime() throws IOException {
    Path folder = run(vary("")).folder();
    try (RunFolder owner = RunFolder.own(folder)) {
      assertThrows(RunFolderException.class, () -> run(vary("")), () -> "" + owner.path());
    }
  }

  @Test
  void anEmptyListOfResultsHasNoMetric() {
    assertThrows(IllegalArgumentException.class, () -> new SeedRuns(List.of()).metric("test/elbo"));
  }
}
