package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.run.ChildJvm;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.TinySweep;

class SweepCommandTest {

  private static final String SWEEP =
      """
      { "name": "mine",
        "base": { "name": "trial", "latentSize": 1,
                  "data": {"type": "digits", "limit": 64,
                           "split": {"validation": 0, "test": 20}},
                  "encoder": {"type": "mlp", "hidden": []},
                  "decoder": {"type": "mlp", "hidden": []},
                  "training": {"epochs": 2, "batchSize": 32},
                  "evaluation": {"draws": 1} },
        "parameters": {"optimizer.learningRate": {"values": [0.001, 0.01]}},
        "seeds": [1, 2] }
      """;

  @TempDir private Path folder;

  private Path file(String json) throws IOException {
    return Files.writeString(folder.resolve("mine.json"), json);
  }

  private Path swept() {
    return folder.resolve("runs").resolve("mine.sweep");
  }

  private Invocation sweep(Object... further) throws IOException {
    return Invocation.of(
        "sweep",
        folder.resolve("mine.json"),
        "--runs",
        folder.resolve("runs"),
        "--kernels=scalar",
        List.of(further));
  }

  private static JsonNode lastLine(Invocation done) {
    return JsonMapper.shared().readTree(done.out().lines().reduce((_, last) -> last).orElse(""));
  }

  @Test
  void aSweepEndsWithItsBestGroupsItsFolderAndItsCounts() throws IOException {
    file(SWEEP);
    Invocation done = sweep("--json", "--workers=2");
    assertEquals(0, done.code(), done.err());
    List<String> lines = done.out().lines().toList();
    assertEquals("4 trials:   4 complete", lines.get(0));
    assertTrue(lines.get(1).matches("learningRate +n +test/elbo +MC error.*"), done.out());
    assertTrue(lines.get(2).contains(" * "), done.out());
    assertTrue(Files.exists(swept().resolve("report.html")));
    assertEquals(swept().toString(), lines.get(lines.size() - 2));
    assertEquals(
        "{\"sweep\":\"%s\",\"trials\":4,\"complete\":4,\"stopped\":0,\"diverged\":0,"
                .formatted(swept())
            + "\"failed\":0,\"pending\":0}",
        lines.getLast());
    assertEquals(4, done.err().lines().filter(it -> it.contains("  complete  ")).count());
    assertTrue(done.err().contains("optimizer.learningRate=0.01 seed=2  test/elbo -"), done.err());

    Invocation again = Invocation.of("sweep", swept());
    assertEquals(0, again.code());
    assertEquals("", again.err());
    assertEquals(lines.subList(0, lines.size() - 1), again.out().lines().toList());
  }

  @Test
  void misuseIsRefusedBeforeAnythingIsMade() throws IOException {
    file(SWEEP);
    assertRefused(
        """
        vae: --launcher: unknown launcher "locale"; did you mean "local"?
        """,
        "--launcher=locale");
    assertRefused("vae: --workers: expected a number from 1 to 1024, got 0\n", "--workers=0");
    assertRefused(
        "vae: --max-failures: expected a number of at least 1, got 0\n", "--max-failures=0");
    assertRefused("vae: --keep: expected runs or records, got \"all\"\n", "--keep=all");
    assertRefused("vae: --threads: expected a number from 1 to 1024, got 0\n", "--threads=0");
    assertRefused(
        "vae: --master: the launcher \"local\" has none; leave the option out\n",
        "--master=spark://x");
    assertFalse(Files.exists(folder.resolve("runs")));
  }

  private void assertRefused(String message, String option) throws IOException {
    Invocation refused = sweep(option);
    assertTrue(refused.err().startsWith(message), refused.err());
    assertEquals(2, refused.code());
    assertEquals("", refused.out());
  }

  @Test
  void aFolderThatIsNoSweepAndSettingsOfAFrozenOneAreRefused() throws IOException {
    Invocation none = Invocation.of("sweep", folder);
    assertEquals(2, none.code());
    assertTrue(none.err().contains("found no plan.jsonl in it"), none.err());
    file(SWEEP);
    sweep();
    Invocation set = Invocation.of("sweep", swept(), "--set=seeds=[1]");
    assertEquals(2, set.code());
    assertTrue(set.err().contains("is frozen"), set.err());
  }

  @Test
  void anEditedSweepIsRefusedAndTheFrozenPlanGoesOnWithResume() throws IOException {
    file(SWEEP);
    assertEquals(0, sweep().code());
    file(SWEEP.replace("0.001, 0.01", "0.001, 0.02"));
    Invocation edited = sweep();
    assertEquals(2, edited.code());
    assertTrue(edited.err().contains("--resume"), edited.err());
    Invocation resumed = sweep("--resume");
    assertEquals(0, resumed.code(), resumed.err());
    assertTrue(resumed.out().startsWith("4 trials:   4 complete\n"), resumed.out());
    file(SWEEP.replace("[1, 2]", "[1, 2, 3]"));
    Invocation wider = sweep();
    assertEquals(0, wider.code(), wider.err());
    assertTrue(
        wider.err().startsWith("extended: 2 trials added to the 4 that were planned before\n"),
        wider.err());
  }

  @Test
  void failedTrialsAreNamedAndEndTheCommandWithOne() throws IOException {
    file(
        SWEEP.replace(
            "\"optimizer.learningRate\": {\"values\": [0.001, 0.01]}",
            """
            "data": {"values": [{"type": "digits", "limit": 64,
                                 "split": {"validation": 0, "test": 20}},
                                {"type": "csv", "path": "nowhere.csv",
                                 "split": {"validation": 0, "test": 1}}]}\
            """));
    Invocation done = sweep("--json", "--workers=1", "--max-failures=1");
    assertEquals(1, done.code(), done.err());
    assertEquals(1, lastLine(done).path("failed").asInt());
    assertTrue(done.err().contains("  failed  "), done.err());
    assertTrue(done.err().contains("vae: 1 of 4 trials failed:\n"), done.err());
    assertTrue(done.err().contains("nowhere.csv"), done.err());
    Invocation rest = sweep("--json");
    assertEquals(1, rest.code());
    assertEquals(2, lastLine(rest).path("failed").asInt());
    assertEquals(2, lastLine(rest).path("complete").asInt());
    Invocation retried = sweep("--json", "--retry-failed", "--fail-fast");
    assertEquals(2, lastLine(retried).path("failed").asInt());
    assertTrue(retried.err().contains("  failed  "), retried.err());
  }

  @Test
  void aTrialThatDivergesIsAResult() throws IOException {
    file(SWEEP.replace("0.001, 0.01", "0.001, 1e30"));
    Invocation done = sweep("--json");
    assertEquals(0, done.code(), done.err());
    assertEquals(2, lastLine(done).path("diverged").asInt());
    assertEquals(2, lastLine(done).path("complete").asInt());
    assertTrue(done.out().startsWith("4 trials:   2 complete   2 diverged\n"), done.out());
  }

  @Test
  void aDryRunMakesNothing() throws IOException {
    file(SWEEP.replace("0.001, 0.01", "0.01"));
    Invocation dry = sweep("--dry-run", "--workers=2", "--json");
    JsonNode counts = lastLine(dry);
    assertEquals(2, counts.path("trials").intValue());
    assertEquals(1, counts.path("groups").intValue());
    assertTrue(counts.path("seconds").doubleValue() > 0, counts.toString());
    assertEquals(0, dry.code(), dry.err());
    assertTrue(dry.out().startsWith("sweep mine: 2 trials, 1 group, 2 seeds"), dry.out());
    assertFalse(Files.exists(folder.resolve("runs")));
  }

  @Test
  void reportsAreWrittenWhereTheyAreAskedFor() throws IOException {
    file(SWEEP.replace("0.001, 0.01", "0.01").replace("[1, 2]", "[1]"));
    assertEquals(0, sweep("--reports").code());
    try (Stream<Path> runs = Files.list(swept().resolve("runs"))) {
      Path run = runs.findFirst().orElseThrow();
      assertTrue(Files.exists(run.resolve("report.html")));
      assertEquals(0, Invocation.of("verify", run).code());
    }
  }

  /** Told to end by the shell, a sweep ends between two steps and says how it goes on. */
  @Test
  void aSignalLeavesCheckpointsAndSaysHowToGoOn() throws IOException, InterruptedException {
    file(SWEEP.replace("\"epochs\": 2", "\"epochs\": 120"));
    List<String> command =
        ChildJvm.shortLived(
            Main.class,
            List.of(
                "sweep",
                folder.resolve("mine.json").toString(),
                "--runs",
                folder.resolve("runs").toString(),
                "--kernels=scalar",
                "--workers=2"));
    Path out = folder.resolve("out.txt");
    Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).start();
    try (BufferedReader err = process.errorReader()) {
      String line = err.readLine();
      while (line != null && !line.contains("  complete  ")) {
        line = err.readLine();
      }
      process.toHandle().destroy(); // SIGTERM; what it says can still be read
      StringBuilder rest = new StringBuilder();
      for (line = err.readLine(); line != null; line = err.readLine()) {
        rest.append(line).append('\n');
      }
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
      assertEquals(143, process.exitValue(), rest.toString());
      assertTrue(rest.toString().contains("vae: stopped;"), rest.toString());
      assertTrue(rest.toString().contains("--resume"), rest.toString());
    }
    Invocation resumed = sweep("--resume", "--json");
    assertEquals(0, resumed.code(), resumed.err());
    assertEquals(4, lastLine(resumed).path("complete").asInt());
    SortedMap<String, String> outcomes = TinySweep.outcomes(new SweepFolder(swept()));
    Invocation whole =
        Invocation.of(
            "sweep",
            folder.resolve("mine.json"),
            "--runs",
            folder.resolve("other"),
            "--kernels=scalar",
            "--keep=records");
    assertEquals(0, whole.code(), whole.err());
    assertEquals(TinySweep.outcomes(SweepFolder.of(folder.resolve("other"), "mine")), outcomes);
  }
}
