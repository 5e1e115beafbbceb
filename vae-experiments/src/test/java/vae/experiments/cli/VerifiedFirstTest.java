package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What trusts a run's files verifies them first (S2), and its data (F2). */
final class VerifiedFirstTest {

  @TempDir private Path root;
  private Path csv;
  private Path run;

  @BeforeEach
  void run() throws IOException {
    csv = root.resolve("points.csv");
    points(3, 1);
    Invocation made = Invocation.of(command());
    assertEquals(0, made.code(), made.err());
    try (Stream<Path> runs = Files.list(root.resolve("runs"))) {
      run = runs.filter(it -> !it.getFileName().toString().startsWith(".")).findFirst().get();
    }
  }

  private Object[] command() throws IOException {
    Path spec = root.resolve("spec.json");
    Files.writeString(
        spec,
        """
        { "name": "points", "latentSize": 1,
          "data": {"type": "csv", "path": "%s", "split": {"validation": 8, "test": 8}},
          "encoder": {"type": "mlp", "hidden": [4]}, "decoder": {"type": "mlp", "hidden": [4]},
          "training": {"epochs": 1, "batchSize": 16}, "evaluation": {"draws": 2} }
        """
            .formatted(csv));
    return new Object[] {"run", spec, "--runs", root.resolve("runs"), "--threads=1"};
  }

  private void points(int columns, int seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < 48; row++) {
      List<String> cells =
          random.doubles(columns).mapToObj(it -> Double.toString(Math.round(it * 100))).toList();
      text.append(String.join(",", cells)).append('\n');
    }
    Files.writeString(csv, text);
  }

  private void damage(String name) throws IOException {
    byte[] bytes = Files.readAllBytes(run.resolve(name));
    bytes[bytes.length - 20] ^= 1;
    Files.write(run.resolve(name), bytes);
  }

  private String manifest() throws IOException {
    return Files.readString(run.resolve("MANIFEST.sha256"));
  }

  @Test
  void noCommandRenewsTheManifestOfADamagedRun() throws IOException {
    String before = manifest();
    damage("evaluation.safetensors");
    for (List<String> command :
        List.of(
            List.of("report"),
            List.of("cite", "--author=A", "--save"),
            List.of("evaluate"),
            List.of("export", "--to=csv", "-o", root.resolve("tables").toString()),
            List.of("encode", "-o", root.resolve("codes.npz").toString()))) {
      Invocation refused =
          Invocation.of(command.getFirst(), run, command.subList(1, command.size()));
      assertEquals(5, refused.code(), refused.out() + refused.err());
      assertTrue(refused.err().contains("evaluation.safetensors changed"), refused.err());
      assertTrue(refused.err().contains("Copy the folder again"), refused.err());
    }
    assertEquals(before, manifest());
    assertEquals(5, Invocation.of("verify", run).code());
  }

  @Test
  void aForgedResultIsNotShownAsComplete() throws IOException {
    Path file = run.resolve("result.json");
    Files.writeString(
        file, Files.readString(file).replaceFirst("(\"test/rate\" : )[0-9.]+", "$11.25"));
    Invocation again = Invocation.of(command());
    assertEquals(5, again.code(), again.out() + again.err());
    assertFalse(again.out().contains("complete already"), again.out());
    assertTrue(again.err().contains("remove it and run the experiment again"), again.err());
  }

  @Test
  void aRunThatEndedBeforeItsManifestIsCompletedWhereItsFilesAgree() throws IOException {
    Files.delete(run.resolve("MANIFEST.sha256"));
    assertEquals(0, Invocation.of("report", run).code());
    assertFalse(Files.exists(run.resolve("MANIFEST.sha256")), "a report is no manifest");
    assertEquals(0, Invocation.of(command()).code());
    assertEquals(0, Invocation.of("verify", run).code());
    Files.delete(run.resolve("MANIFEST.sha256"));
    damage("evaluation.safetensors");
    assertEquals(5, Invocation.of("report", run).code());
    assertEquals(5, Invocation.of(command()).code());
    assertNotEquals(0, Invocation.of("verify", run).code());
  }

  @Test
  void anEvaluationOnOtherDataIsThreeWithBothHashes() throws IOException {
    assertEquals(0, Invocation.of("evaluate", run).code());
    for (int columns : List.of(3, 5)) {
      points(columns, 2);
      Invocation refused = Invocation.of("evaluate", run);
      assertEquals(3, refused.code(), refused.out() + refused.err());
      String text = refused.err().replaceAll("\\s+", " ");
      assertTrue(text.matches(".*SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}.*"), text);
      assertFalse(text.contains("checkpoint"), text);
      assertEquals(3, Invocation.of("reproduce", run).code());
    }
    points(3, 1);
    assertEquals(0, Invocation.of("evaluate", run).code());
  }
}
