package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.autodiff.kernel.KernelSet;
import vae.core.spec.SpecException;
import vae.experiments.evaluation.Measured;
import vae.experiments.run.checkpoint.Checkpoint;
import vae.experiments.run.folder.Digest;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.spec.Json;
import vae.experiments.spec.Resolved;
import vae.experiments.training.Model;

final class RunnerTest {

  private static KernelSet kernels;
  private static RunResult result;

  @TempDir private static Path shared;
  @TempDir private Path root;

  @BeforeAll
  static void run() throws IOException {
    kernels = SmallRun.scalar();
    result = SmallRun.run(SmallRun.read(SmallRun.GAUSSIAN), kernels, shared);
  }

  @AfterAll
  static void endThreads() {
    kernels.close();
  }

  /** N9: nothing is chosen on test data. */
  @Test
  void withoutAValidationPartNoModelIsChosen() throws IOException {
    Resolved experiment =
        SmallRun.read(SmallRun.GAUSSIAN)
            .with("name", "no-validation")
            .with("data.split.validation", 0);
    RunResult without = SmallRun.run(experiment, kernels, shared);
    assertEquals(RunResult.Status.COMPLETE, without.status());
    assertTrue(without.metrics().containsKey("test/elbo"));
    assertFalse(Files.exists(without.folder().resolve("checkpoints/best.safetensors")));
  }

  /** N2: what is of one draw, of counts, and of a formula. */
  @Test
  void anErrorIsMeasuredOrNotOrNothingAtAll() throws IOException {
    JsonNode metrics =
        Json.mapper()
            .readTree(Files.readString(result.folder().resolve("result.json")))
            .path("metrics");
    assertTrue(metrics.at("/test~1elbo/standardError").doubleValue() > 0);
    assertTrue(metrics.at("/test~1nll/standardError").doubleValue() > 0);
    assertTrue(metrics.path("test/rate").isNumber(), "its closed form is exact");
    assertTrue(metrics.path("test/active-units").isNumber());
    for (String ofOneDraw :
        List.of("validation/elbo", "train/elbo", "test/nll-effective-samples")) {
      assertTrue(metrics.path(ofOneDraw).path("value").isNumber(), ofOneDraw);
      assertTrue(metrics.path(ofOneDraw).path("standardError").isNull(), ofOneDraw);
    }
    RunResult read = RunResult.read(result.folder());
    assertEquals(result.metrics(), read.metrics());
    assertEquals(result.further(), read.further());
    assertEquals(20, read.further().get("test/nll-samples").value());
  }

  @Test
  void folderIsNamedForTheExperimentAndHoldsWhatTheContractSays() throws IOException {
    assertEquals(shared.resolve("small-" + result.id()), result.folder());
    List<String> expected =
        List.of(
            ".lock",
            "CHECKLIST.md",
            "CITATION.cff",
            "MANIFEST.sha256",
            "checkpoints/best.safetensors",
            "checkpoints/final.safetensors",
            "evaluation.safetensors",
            "experiment.json",
            "journal.bin",
            "metrics.jsonl",
            "provenance.json",
            "result.json",
            "ro-crate-metadata.json");
    try (var files = Files.walk(result.folder())) {
      assertEquals(
          expected,
          files
              .filter(Files::isRegularFile)
              .map(it -> result.folder().relativize(it).toString())
              .sorted()
              .toList());
    }
  }

  @Test
  void resultReadsBackBitForBit() throws IOException {
    assertEquals(result, RunResult.read(result.folder()));
  }

  @Test
  void digestFollowsFromTheFilesOfTheRun() throws IOException {
    Resolved experiment =
        SmallRun.read(Files.readString(result.folder().resolve("experiment.json")));
    Model model = SmallRun.model(experiment);
    Checkpoint.read(result.folder().resolve("checkpoints/final.safetensors"), result.id())
        .restore(model.parameters().list());
    SortedMap<String, Double> values = new TreeMap<>();
    RunResult.read(result.folder()).metrics().forEach((name, it) -> values.put(name, it.value()));
    assertEquals(result.digest(), Digest.of(model.parameters().list(), values));
  }

  @Test
  void manifestFollowsFromTheFilesOfTheRun() throws IOException {
    List<String> lines = Files.readAllLines(result.folder().resolve("MANIFEST.sha256"));
    assertEquals(11, lines.size());
    for (String line : lines) {
      assertEquals(
          line.substring(0, 64), Digest.ofFile(result.folder().resolve(line.substring(66))), line);
    }
  }

  @Test
  void metricsHoldALineForEachValueOfEachEpoch() throws IOException {
    List<String> lines = Files.readAllLines(result.folder().resolve("metrics.jsonl"));
    assertEquals(2 * 9, lines.size(), "three parts with three values, two epochs");
    for (String line : lines) {
      JsonNode json = JsonMapper.shared().readTree(line);
      assertEquals(5 * json.path("epoch").asInt(), json.path("step").asInt(), line);
    }
    Measured last = result.metrics().get("train/elbo");
    assertTrue(
        lines.contains(
            "{\"step\":10,\"epoch\":2,\"name\":\"train/elbo\",\"value\":" + last.value() + "}"));
  }

  @Test
  void trainingHelps() throws IOException {
    RunResult untrained =
        SmallRun.run(SmallRun.read(SmallRun.GAUSSIAN).with("training.epochs", 0), kernels, root);
    assertTrue(
        untrained.metrics().get("test/elbo").value() < result.metrics().get("test/elbo").value());
  }

  @Test
  void theLocaleDoesNotChangeTheFiles() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      RunResult other = SmallRun.run(SmallRun.read(SmallRun.GAUSSIAN), kernels, root);
      Path perExample = root.resolve("nll.npz");
      new Reevaluation(SmallRun.slots(), kernels, SmallRun.locations())
          .evaluate(other.folder(), List.of())
          .writePerExample(perExample);
      try (ZipFile zip = new ZipFile(perExample.toFile());
          InputStream in = zip.getInputStream(zip.getEntry("nll.npy"))) {
        String header = new String(in.readNBytes(80), StandardCharsets.ISO_8859_1);
        assertTrue(header.contains("'shape': (60,)"), header);
      }
      for (String name : List.of("metrics.jsonl", "result.json", "evaluation.safetensors")) {
        assertEquals(
            Digest.ofFile(result.folder().resolve(name)),
            Digest.ofFile(other.folder().resolve(name)),
            name);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void evaluatingAgainGivesTheSameMetrics() throws IOException {
    Reevaluation again = new Reevaluation(SmallRun.slots(), kernels, SmallRun.locations());
    again
        .evaluate(result.folder(), List.of())
        .result()
        .metrics()
        .forEach((name, value) -> assertEquals(result.metrics().get(name), value, name));
    assertEquals(
        List.of("test/active-units", "test/distortion", "test/elbo", "test/rate"),
        List.copyOf(
            again
                .evaluate(result.folder(), List.of("evaluation.nll=null"))
                .result()
                .metrics()
                .keySet()));
  }

  @Test
  void divergenceIsAResultWithItsEvidence() throws IOException {
    Resolved wild =
        SmallRun.read(SmallRun.GAUSSIAN)
            .with("optimizer.type", "sgd")
            .with("optimizer.learningRate", 1e6);
    RunResult diverged = SmallRun.run(wild, kernels, root);
    assertEquals(RunResult.Status.DIVERGED, diverged.status());
    assertTrue(diverged.message().startsWith("training diverged at step "), diverged.message());
    assertEquals(diverged, RunResult.read(diverged.folder()));
    Model model = SmallRun.model(wild);
    Checkpoint.read(diverged.folder().resolve("checkpoints/diverged.safetensors"), diverged.id())
        .restore(model.parameters().list());
    assertEquals(diverged.digest(), Digest.of(model.parameters().list(), new TreeMap<>()));
    assertEquals(diverged.digest(), SmallRun.run(wild, kernels, root).digest());
  }

  /** The last step of all may be the one that leaves NaN: no later step would notice. */
  @Test
  void aRunWhoseFinalMetricsAreNotFiniteHasDiverged() throws IOException {
    Resolved wild =
        SmallRun.read(SmallRun.GAUSSIAN)
            .with("training.epochs", 1)
            .with("training.batchSize", 300)
            .with("optimizer.type", "sgd")
            .with("optimizer.learningRate", 1e30);
    RunResult diverged = SmallRun.run(wild, kernels, root);
    assertEquals(RunResult.Status.DIVERGED, diverged.status());
    assertTrue(diverged.message().startsWith("training diverged at step 1: "), diverged.message());
    assertFalse(Files.exists(diverged.folder().resolve("checkpoints/final.safetensors")));
  }

  @Test
  void componentsThatDoNotFitAreRefusedBeforeAFolderIsMade() throws IOException {
    Resolved grey = SmallRun.read(SmallRun.BERNOULLI).with("data.binarization.type", "none");
    SpecException refused =
        assertThrows(SpecException.class, () -> SmallRun.run(grey, kernels, root));
    assertEquals("likelihood.type", refused.path());
    try (var files = Files.list(root)) {
      assertEquals(0, files.count());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{}",
        "{\"id\":\"x\",\"name\":\"x\",\"digest\":\"x\",\"status\":\"fine\"}",
        "{\"id\":\"x\",\"name\":\"x\",\"digest\":\"x\",\"status\":\"complete\","
            + "\"metrics\":{\"a\":\"b\"}}"
      })
  void aDamagedResultIsRefusedByName(String text) throws IOException {
    Path file = Files.writeString(root.resolve("result.json"), text);
    RunFolderException refused = assertThrows(RunFolderException.class, () -> RunResult.read(root));
    assertTrue(refused.getMessage().startsWith(file + ": "), refused.getMessage());
  }
}
