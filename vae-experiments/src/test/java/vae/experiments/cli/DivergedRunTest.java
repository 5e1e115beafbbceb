package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.run.safetensors.SafeTensors;

/** A learning rate far too large: the run ends with its own exit code, and the evidence stays. */
class DivergedRunTest {

  @TempDir private Path runs;

  private Invocation diverge() {
    return Invocation.of(
        "run",
        Invocation.TINY,
        "--set=training.epochs=20",
        "--set=training.batchSize=32",
        "--set=optimizer.type=sgd",
        "--set=optimizer.learningRate=1e6",
        "--json",
        "--runs",
        runs);
  }

  @Test
  void theEvidenceIsKeptAndReported() throws IOException {
    Invocation run = diverge();
    assertEquals(4, run.code(), run.err());
    Path folder = Invocation.children(runs).getFirst();
    assertTrue(run.err().contains("training diverged at step "), run.err());
    assertTrue(run.err().contains("Lower the learning rate"), run.err());
    assertFalse(run.err().contains("\tat "), run.err());
    JsonNode result = JsonMapper.shared().readTree(Files.readString(folder.resolve("result.json")));
    assertEquals("diverged", result.get("status").stringValue());
    assertTrue(result.get("message").stringValue().startsWith("training diverged at step "));
    assertEquals(result, JsonMapper.shared().readTree(run.out().lines().toList().getLast()));
    String report = Files.readString(folder.resolve("report.html"));
    assertTrue(report.contains("training diverged at step "), "F12: the report says why");
    assertTrue(Files.exists(folder.resolve("MANIFEST.sha256")));
    SafeTensors kept = SafeTensors.read(folder.resolve("checkpoints/diverged.safetensors"));
    assertEquals(result.get("id").stringValue(), kept.metadata().get("run"));
    assertTrue(kept.entries().containsKey("encoder.hidden.0.weight"), kept.entries().keySet() + "");
    for (String format : new String[] {"npz", "onnx"}) {
      Invocation refused = Invocation.of("export", folder, "--to", format, "-o", runs.resolve("x"));
      assertEquals(2, refused.code(), refused.out());
      assertEquals(
          Paragraph.hanging(
                  "vae: ",
                  folder
                      + ": this run diverged and has no trained model"
                      + "\nIts curves can be exported with --to csv or tensorboard.")
              + System.lineSeparator(),
          refused.err());
    }
    for (String format : new String[] {"csv", "tensorboard"}) {
      Invocation exported =
          Invocation.of("export", folder, "--to", format, "-o", runs.resolve(format));
      assertEquals(0, exported.code(), exported.err());
    }
  }

  @Test
  void theOperationAndTheLayerAreNamed() throws IOException {
    Invocation run = diverge();
    Path folder = Invocation.children(runs).getFirst();
    JsonNode evidence =
        JsonMapper.shared().readTree(Files.readString(folder.resolve("divergence.json")));
    String message =
        JsonMapper.shared()
            .readTree(Files.readString(folder.resolve("result.json")))
            .get("message")
            .stringValue();
    assertEquals(message, evidence.get("message").stringValue());
    for (String key : new String[] {"op", "layer"}) {
      String name = evidence.get(key).stringValue();
      assertFalse(name.isEmpty(), key);
      assertTrue(message.contains(name), message);
    }
    assertTrue(run.err().contains("at step " + evidence.get("step").intValue() + ":"), run.err());
    assertEquals(0, evidence.get("batch").get("notFinite").intValue());
    assertTrue(evidence.get("parameters").has("encoder.hidden.0.weight"));
    assertTrue(Files.readString(folder.resolve("MANIFEST.sha256")).contains("divergence.json"));
  }

  @Test
  void rollingBackSavesTheRunAndIsRecorded() throws IOException {
    Object[] arguments = {
      "run",
      Invocation.TINY,
      "--set=training.epochs=3",
      "--set=optimizer.type=sgd",
      "--set=optimizer.learningRate=1e6",
      "--set=training.onDivergence.type=roll-back",
      "--set=training.onDivergence.learningRateFactor=1e-4",
      "--runs",
      runs
    };
    Invocation run = Invocation.of(arguments);
    assertEquals(0, run.code(), run.err());
    Path folder = Invocation.children(runs).getFirst();
    assertTrue(Files.readString(folder.resolve("metrics.jsonl")).contains("\"train/rolled-back\""));
    assertFalse(Files.exists(folder.resolve("divergence.json")));
  }

  @Test
  void itDivergesAgainInTheSameWay() throws IOException {
    assertEquals(diverge().digest(), diverge().digest());
    assertEquals(1, Invocation.children(runs).size());
  }

  @Test
  void thereIsNothingToEvaluate() throws IOException {
    diverge();
    Invocation evaluated = Invocation.of("evaluate", Invocation.children(runs).getFirst());
    assertEquals(2, evaluated.code());
    assertTrue(evaluated.err().contains("this run diverged"), evaluated.err());
  }
}
