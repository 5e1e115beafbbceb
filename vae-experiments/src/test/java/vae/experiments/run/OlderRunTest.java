package vae.experiments.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;
import vae.autodiff.kernel.KernelSet;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.reproduction.Reproduction;
import vae.experiments.run.checkpoint.CheckpointFiles;
import vae.experiments.run.folder.RunFolder;
import vae.experiments.run.verification.Verdict;
import vae.experiments.run.verification.Verification;
import vae.experiments.spec.Json;
import vae.experiments.spec.Resolved;

/** What 0.1.0 left where this version leaves something else is still reproduced. */
final class OlderRunTest {

  @TempDir private Path runs;

  @TempDir private Path again;

  /** N9: without validation data 0.1.0 chose its best model on test data. */
  @Test
  void aBestModelThatThisVersionWouldNotChooseIsNotCompared() throws IOException {
    Resolved experiment = SmallRun.read(SmallRun.GAUSSIAN).with("data.split.validation", 0);
    try (KernelSet kernels = SmallRun.scalar()) {
      RunResult run = SmallRun.run(experiment, kernels, runs);
      writeAs010(run.folder());
      assertEquals(List.of(), Verification.of(run.folder()).findings());
      Verdict verdict =
          new Reproduction(SmallRun.slots(), kernels, SmallRun.locations(), SmallRun.NO_REPORT)
              .run(run.folder(), again, Optional.empty(), new SmallRun.Unwatched());
      assertInstanceOf(Verdict.Bitwise.class, verdict);
    }
  }

  private static void writeAs010(Path folder) throws IOException {
    Path checkpoints = folder.resolve(CheckpointFiles.FOLDER);
    Path best = checkpoints.resolve("best.safetensors");
    assertFalse(Files.exists(best), "this version writes none");
    Files.copy(checkpoints.resolve(CheckpointFiles.FINAL), best);
    Path provenance = folder.resolve("provenance.json");
    String version = "(\"version\" : \")[^\"]+(\",\\s+\"commit)";
    Files.writeString(provenance, Files.readString(provenance).replaceFirst(version, "$10.1.0$2"));
    Path result = folder.resolve("result.json");
    ObjectNode json = (ObjectNode) Json.mapper().readTree(Files.readString(result));
    json.remove(List.of(RecordedResult.EVIDENCE, RecordedResult.FURTHER));
    Files.writeString(result, json.toPrettyString());
    try (RunFolder owned = RunFolder.own(folder)) {
      owned.writeManifest();
    }
  }
}
