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
import vae.experiments.run.SafeTensors;

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
    assertTrue(Files.readString(folder.resolve("report.html")).contains("diverged"));
    assertTrue(Files.exists(folder.resolve("MANIFEST.sha256")));
    SafeTensors kept = SafeTensors.read(folder.resolve("checkpoints/diverged.safetensors"));
    assertEquals(result.get("id").stringValue(), kept.metadata().get("run"));
    assertTrue(kept.entries().containsKey("encoder.hidden.0.weight"), kept.entries().keySet() + "");
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
