package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.folder.Folder;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.run.folder.Manifest;
import vae.experiments.run.folder.RunFolder;

/** {@code vae evaluate --save}: kept beside the run, verified, computed again, listed. */
final class SavedEvaluationTest {

  private static final List<String> MORE =
      List.of(
          "--set=evaluation.nll.samples=7",
          "--set=evaluation.metrics=[{\"type\": \"reconstruction-error\"}]");

  @TempDir private static Path runs;
  private static Path made;

  @TempDir private Path other;
  private Path run;

  @BeforeAll
  static void run() throws IOException {
    Invocation trained = Invocation.of("run", Invocation.TINY, "--runs", runs, "--threads=1");
    assertEquals(0, trained.code(), trained.err());
    made = Invocation.children(runs).getFirst();
  }

  @BeforeEach
  void copy() throws IOException {
    run = other.resolve(made.getFileName());
    for (Path file : Invocation.files(made)) {
      Path to = run.resolve(made.relativize(file).toString());
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    }
  }

  private Path saved() throws IOException {
    Invocation evaluated = Invocation.of("evaluate", run, "--save", MORE);
    assertEquals(0, evaluated.code(), evaluated.err());
    Path saved = Invocation.children(run.resolve(RecordedEvaluation.FOLDER)).getFirst();
    assertTrue(evaluated.out().contains(saved.toString()), evaluated.out());
    return saved;
  }

  private static Map<String, String> without(Map<String, String> files) {
    Map<String, String> rest = new TreeMap<>(files);
    rest.keySet().removeIf(it -> it.startsWith(RecordedEvaluation.FOLDER) || it.startsWith("."));
    return rest;
  }

  @Test
  void theRunStaysAsItIsAndTheSecondTimeChangesNothing() throws IOException {
    Map<String, String> before = without(Invocation.contents(run));
    saved();
    assertEquals(before, without(Invocation.contents(run)));
    Map<String, String> once = Invocation.contents(run);
    Invocation again = Invocation.of("evaluate", run, "--save", MORE);
    assertEquals(0, again.code(), again.err());
    assertTrue(again.out().contains("nothing was computed"), again.out());
    assertTrue(again.out().contains("test/rmse"), again.out());
    assertEquals(once, Invocation.contents(run));
    Invocation verified = Invocation.of("verify", run);
    assertEquals(0, verified.code(), verified.err());
    assertTrue(verified.out().contains("saved evaluations are whole"), verified.out());
  }

  @Test
  void otherSettingsAreAnotherEvaluation() throws IOException {
    saved();
    assertEquals(0, Invocation.of("evaluate", run, "--save").code());
    assertEquals(2, Invocation.children(run.resolve(RecordedEvaluation.FOLDER)).size());
  }

  @Test
  void itIsComputedAgainToTheBit() throws IOException {
    Path saved = saved();
    Invocation alone = Invocation.of("reproduce", run);
    assertEquals(0, alone.code(), alone.err());
    assertTrue(alone.out().contains("1 saved evaluation: --evaluations"), alone.out());
    Invocation both = Invocation.of("reproduce", run, "--evaluations", "--kernels=scalar");
    assertEquals(0, both.code(), both.err());
    assertTrue(both.out().contains(saved.getFileName() + " is the same"), both.out());
  }

  /** A stranger may make a whole evaluation of false values: only computing it again tells. */
  @Test
  void forgedValuesVerifyAndDoNotReproduce() throws IOException {
    forge(saved(), json -> ((ObjectNode) json.at("/metrics/test~1nll")).put("value", -1000.0));
    assertEquals(0, Invocation.of("verify", run).code());
    Invocation reproduced = Invocation.of("reproduce", run, "--evaluations");
    assertEquals(5, reproduced.code());
    assertTrue(reproduced.out().contains("test/nll"), reproduced.out());
  }

  /** Rewrites an evaluation with everything in it that follows from the rest. */
  private static void forge(Path saved, Consumer<ObjectNode> change) throws IOException {
    Path file = saved.resolve(RecordedEvaluation.FILE);
    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(Files.readString(file));
    change.accept(json);
    json.put(RecordedEvaluation.DIGEST, RecordedEvaluation.digest(json));
    Files.writeString(file, json.toPrettyString() + "\n");
    Manifest.write(Folder.open(saved));
  }

  @Test
  void aValueThatWasLeftOutDoesNotReproduce() throws IOException {
    forge(saved(), json -> ((ObjectNode) json.get("metrics")).remove("test/nll"));
    assertEquals(0, Invocation.of("verify", run).code());
    Invocation reproduced = Invocation.of("reproduce", run, "--evaluations");
    assertEquals(5, reproduced.code(), reproduced.out());
    assertTrue(reproduced.out().contains(RecordedEvaluation.DIGEST), reproduced.out());
  }

  @Test
  void whatAnotherVersionLeftOutIsNamed() throws IOException {
    Path saved = saved();
    Path provenance = saved.resolve("provenance.json");
    ObjectNode json = (ObjectNode) JsonMapper.shared().readTree(Files.readString(provenance));
    ((ObjectNode) json.get("code")).put("version", "0.1.9");
    Files.writeString(provenance, json.toPrettyString());
    forge(saved, it -> ((ObjectNode) it.get("metrics")).remove("test/nll"));
    Invocation reproduced = Invocation.of("reproduce", run, "--evaluations");
    assertEquals(0, reproduced.code(), reproduced.out());
    assertTrue(reproduced.out().contains("without test/nll"), reproduced.out());
  }

  @Test
  void valuesOfAnotherRunAreNotListedAsOfThisOne() throws IOException {
    forge(saved(), json -> json.put("run", "sha256:" + "0".repeat(64)));
    String listed = Invocation.of("compare", run).out();
    assertTrue(listed.contains("is not what was written for this run"), listed);
    assertFalse(listed.contains("nll.samples 7"), listed);
  }

  @Test
  void settingsInPlaceOfNoneAreOneChange() throws IOException {
    ObjectNode experiment = JsonMapper.shared().createObjectNode();
    experiment.putObject("evaluation").put("draws", 2).putNull("nll");
    RecordedEvaluation saved = RecordedEvaluation.read(Folder.open(saved()));
    String changes = saved.changes(experiment);
    assertTrue(changes.contains("nll.samples 7"), changes);
    assertFalse(changes.contains("no nll"), changes);
  }

  @Test
  void valuesOfExamplesAreNotWrittenOverTheRunNorOntoAFolder() throws IOException {
    Map<String, String> before = Invocation.contents(run);
    for (Path file : List.of(run.resolve("result.json"), run.resolve("new.npz"), other)) {
      Invocation refused = Invocation.of("evaluate", run, "--per-example", file);
      assertEquals(2, refused.code(), refused.err());
    }
    assertEquals(2, Invocation.of("evaluate", run, "--per-example", Path.of("/")).code());
    assertEquals(before, Invocation.contents(run));
  }

  @Test
  void anEvaluationWaitsForOneThatIsBeingSaved() throws Exception {
    RunFolder first = RunFolder.own(run);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Path> second = threads.submit(this::saved);
      assertThrows(TimeoutException.class, () -> second.get(1, TimeUnit.SECONDS));
      first.close();
      assertTrue(Files.isDirectory(second.get()));
    }
  }

  private void refused(String what) {
    Invocation verified = Invocation.of("verify", run);
    assertEquals(5, verified.code(), verified.out());
    assertTrue(verified.err().replaceAll("\\s+", " ").contains(what), verified.err());
    assertEquals(5, Invocation.of("evaluate", run).code(), "nothing blesses a damaged folder");
  }

  @Test
  void aChangedFileIsFound() throws IOException {
    Path arrays = saved().resolve(RecordedEvaluation.ARRAYS);
    byte[] bytes = Files.readAllBytes(arrays);
    bytes[bytes.length - 1] ^= 1;
    Files.write(arrays, bytes);
    refused(RecordedEvaluation.ARRAYS + " changed");
  }

  @Test
  void aFurtherFileIsFound() throws IOException {
    Path saved = saved();
    Files.createDirectories(saved.resolve("evaluations"));
    Files.writeString(saved.resolve("evaluations/more"), "hidden");
    refused("expected the files");
  }

  @Test
  void anEvaluationOfAnotherRunIsFound() throws IOException {
    forge(saved(), json -> json.put("run", "sha256:" + "0".repeat(64)));
    refused("is of a run with digest");
  }

  @Test
  void aDigestThatDoesNotFollowIsFound() throws IOException {
    Path saved = saved();
    Path file = saved.resolve(RecordedEvaluation.FILE);
    Files.writeString(
        file, Files.readString(file).replace("\"part\" : \"test\"", "\"part\" : \"train\""));
    Manifest.write(Folder.open(saved));
    refused("says digest");
  }

  @Test
  void aLinkInPlaceOfItIsNotFollowed() throws IOException {
    Path saved = saved();
    Path elsewhere = other.resolve("elsewhere");
    Files.move(saved, elsewhere);
    Files.createSymbolicLink(saved, elsewhere);
    refused("is a symbolic link");
  }

  @Test
  void aFileThatIsTooLargeIsATypedFinding() throws IOException {
    Path saved = saved();
    Files.writeString(saved.resolve(RecordedEvaluation.FILE), " ".repeat(1 << 19));
    Manifest.write(Folder.open(saved));
    refused("expected at most 262144 bytes");
  }

  @Test
  void reportCompareAndRunsListIt() throws IOException {
    Path saved = saved();
    String name = RecordedEvaluation.FOLDER + "/" + saved.getFileName();
    for (List<String> command :
        List.of(List.of("compare", run.toString()), List.of("runs", "--runs", other.toString()))) {
      Invocation listed = Invocation.of(command);
      assertEquals(0, listed.code(), listed.err());
      assertTrue(listed.out().contains(name), listed.out());
      assertTrue(
          listed.out().contains("    settings  nll.samples 7, metrics: reconstruction-error\n"),
          listed.out());
      assertTrue(listed.out().contains("    values    test/"), listed.out());
    }
    assertFalse(Files.readString(run.resolve("report.html")).contains(name));
    assertEquals(0, Invocation.of("report", run).code());
    assertTrue(Files.readString(run.resolve("report.html")).contains(name));
    Invocation reproduced = Invocation.of("reproduce", run, "--evaluations");
    assertEquals(0, reproduced.code(), reproduced.out());
  }

  @Test
  void itsSettingsAndValuesAreTheEvaluations() throws IOException {
    JsonNode json =
        JsonMapper.shared().readTree(Files.readString(saved().resolve(RecordedEvaluation.FILE)));
    assertEquals(7, json.at("/settings/nll/samples").intValue());
    assertEquals("reconstruction-error", json.at("/settings/metrics/0/type").stringValue());
    assertTrue(json.at("/further/test~1rmse/value").doubleValue() > 0);
    assertEquals("RMSE", json.at("/quantities/rmse/title").stringValue());
    assertEquals(
        JsonMapper.shared().readTree(Files.readString(run.resolve("result.json"))).get("digest"),
        json.get("run"));
  }
}
