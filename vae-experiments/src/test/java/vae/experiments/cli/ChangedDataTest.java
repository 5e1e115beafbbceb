package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data that change between two commands on one sweep: never averaged, never silent (F1). */
final class ChangedDataTest {

  @TempDir private Path folder;

  private Path data(String name) {
    return folder.resolve(name);
  }

  /** Sixty rows of three numbers that depend on the key. */
  private Path write(String name, int key) throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      text.append((i * 7 + key) % 10).append(',').append((i * 3) % 7).append(',').append(i % 5);
      text.append('\n');
    }
    return Files.writeString(data(name), text);
  }

  private Invocation sweep(String name, String seeds, String parameters, Object... further)
      throws IOException {
    String json =
        """
        { "name": "%s",
          "base": { "name": "trial", "latentSize": 1,
                    "data": {"type": "csv", "path": "%s", "split": {"validation": 0, "test": 20}},
                    "encoder": {"type": "mlp", "hidden": []},
                    "decoder": {"type": "mlp", "hidden": []},
                    "training": {"epochs": 1, "batchSize": 20},
                    "evaluation": {"draws": 1} },
          "parameters": {%s}, "seeds": %s }
        """;
    Path file = folder.resolve(name + ".json");
    Files.writeString(file, json.formatted(name, data("a.csv"), parameters, seeds));
    return Invocation.of(
        "sweep", file, "--runs", folder.resolve("runs"), "--kernels=scalar", List.of(further));
  }

  private Path swept(String name) {
    return folder.resolve("runs").resolve(name + ".sweep");
  }

  private static void assertRefused(Invocation done) {
    assertEquals(3, done.code(), done.out() + done.err());
    String message = done.err().replaceAll("\\s+", " ");
    assertTrue(message.matches(".*expected SHA-256 [0-9a-f]{64}, got [0-9a-f]{64}\\..*"), message);
    assertTrue(message.contains("give the sweep another \"name\""), message);
    assertFalse(done.out().contains("complete"), done.out());
  }

  private static String plan(Path sweep) throws IOException {
    return Files.readString(sweep.resolve("plan.jsonl"));
  }

  @Test
  void changedDataAreRefusedWhereTheSweepIsCompleteResumedRetriedOrExtended() throws IOException {
    write("a.csv", 1);
    assertEquals(0, sweep("s", "[1, 2]", "").code());
    assertTrue(Files.exists(swept("s").resolve("data.json")));
    String plan = plan(swept("s"));
    write("a.csv", 2);
    assertRefused(sweep("s", "[1, 2]", ""));
    assertRefused(sweep("s", "[1, 2]", "", "--resume"));
    assertRefused(sweep("s", "[1, 2]", "", "--retry-failed"));
    assertRefused(Invocation.of("sweep", swept("s")));
    assertRefused(sweep("s", "[1, 2, 3]", ""));
    assertEquals(plan, plan(swept("s")), "nothing was added to the plan");
    assertEquals(0, Invocation.of("verify", swept("s")).code());
    write("a.csv", 1);
    assertEquals(0, sweep("s", "[1, 2, 3]", "").code());
    write("a.csv", 2);
    assertEquals(0, sweep("another", "[1, 2]", "").code());
  }

  @Test
  void dataThatCanNoLongerBeLoadedHaveChangedToo() throws IOException {
    write("a.csv", 1);
    assertEquals(0, sweep("s", "[1]", "").code());
    for (String text : List.of("1,2,3\n4,5,6\n", "1,2,3\n4,5,six\n")) {
      Files.writeString(data("a.csv"), text);
      Invocation refused = sweep("s", "[1]", "");
      assertEquals(3, refused.code(), refused.out() + refused.err());
    }
  }

  @Test
  void recordsAloneAndSweepsOfAnEarlierVersionKnowTheirDataToo() throws IOException {
    write("a.csv", 1);
    assertEquals(0, sweep("old", "[1]", "").code());
    assertEquals(0, sweep("alone", "[1]", "", "--keep=records").code());
    asOfVersion010(swept("old"));
    Files.delete(swept("alone").resolve("data.json"));
    write("a.csv", 2);
    assertRefused(sweep("old", "[1, 2]", ""));
    assertRefused(sweep("alone", "[1, 2]", "", "--keep=records"));
    write("a.csv", 1);
    assertEquals(0, sweep("old", "[1, 2]", "").code());
    assertEquals(0, sweep("alone", "[1, 2]", "", "--keep=records").code());
  }

  @Test
  void dataThatAreGoneAreNeededWhereTrialsTrainAndNotWhereTheyEnded() throws IOException {
    write("a.csv", 1);
    assertEquals(0, sweep("s", "[1]", "").code());
    Files.delete(data("a.csv"));
    Invocation complete = sweep("s", "[1]", "");
    assertEquals(0, complete.code(), complete.err());
    assertEquals(1, sweep("s", "[1, 2]", "").code());
    assertEquals(0, Invocation.of("verify", swept("s")).code());
  }

  @Test
  void eachOfSeveralDataSetsHasItsOwnHash() throws IOException {
    Path a = write("a.csv", 1);
    Path b = write("b.csv", 2);
    String both = "\"data.path\": {\"values\": [\"%s\", \"%s\"]}".formatted(a, b);
    assertEquals(0, sweep("s", "[1]", both).code());
    String hashes = Files.readString(swept("s").resolve("data.json"));
    assertEquals(2, hashes.split("sha256", -1).length - 1, hashes);
    write("b.csv", 3);
    assertRefused(sweep("s", "[1]", both));
    write("b.csv", 2);
    assertEquals(0, sweep("s", "[1]", both).code());
  }

  /** What version 0.1.0 made: a seed on the old data and one on the new, in one sweep. */
  @Test
  void trialsOnOtherDataAreFoundByVerifyAndNeverAveraged() throws IOException {
    write("a.csv", 1);
    assertEquals(0, sweep("mixed", "[1]", "").code());
    write("a.csv", 2);
    assertEquals(0, sweep("other", "[1, 2]", "").code());
    moveSecond(swept("other"), swept("mixed"));
    asOfVersion010(swept("mixed"));
    Invocation verified = Invocation.of("verify", swept("mixed"));
    assertEquals(5, verified.code(), verified.out());
    assertTrue(verified.err().contains("was trained on data with SHA-256"), verified.err());
    assertRefused(Invocation.of("sweep", swept("mixed")));

    assertRows(2, Invocation.of("compare", swept("mixed"), "--format=csv"));
    assertRows(1, Invocation.of("compare", swept("other"), "--format=csv"));
  }

  @Test
  void sweepsOfTheSameTrialsOnOtherDataAreComparedAsDifferent() throws IOException {
    write("a.csv", 1);
    assertEquals(0, sweep("before", "[1, 2]", "").code());
    write("a.csv", 2);
    assertEquals(0, sweep("after", "[1, 2]", "").code());
    assertRows(2, Invocation.of("compare", swept("before"), swept("after"), "--format=csv"));
    Path run;
    try (Stream<Path> runs = Files.list(swept("before").resolve("runs"))) {
      run = runs.findFirst().orElseThrow();
    }
    assertRows(2, Invocation.of("compare", swept("after"), run, "--format=csv"));
    assertRows(1, Invocation.of("compare", swept("before"), run, "--format=csv"));
  }

  private static void assertRows(int groups, Invocation table) {
    assertEquals(0, table.code(), table.err());
    List<String> lines = table.out().lines().toList();
    assertEquals(1 + groups, lines.size(), table.out());
    assertEquals(groups > 1, lines.getFirst().contains("dataSha256"), lines.getFirst());
  }

  /** Takes away what only later versions write. */
  private static void asOfVersion010(Path sweep) throws IOException {
    Files.delete(sweep.resolve("data.json"));
    try (Stream<Path> files = Files.list(sweep.resolve("results"))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file);
        Files.writeString(file, text.replaceAll(",\"data\":\"[0-9a-f]{64}\"", ""));
      }
    }
  }

  /** Moves the second trial of a sweep to another one, as if it had been run there. */
  private static void moveSecond(Path from, Path to) throws IOException {
    String line = plan(from).lines().toList().getLast();
    String trial = line.replaceFirst(".*\"trial\":\"([0-9a-f]{12})\".*", "$1");
    Files.writeString(to.resolve("plan.jsonl"), plan(to) + line + "\n");
    try (Stream<Path> files = Files.list(from.resolve("results"))) {
      for (Path file : files.toList()) {
        for (String record : Files.readAllLines(file)) {
          if (record.contains(trial)) {
            Files.writeString(to.resolve("results").resolve("second.jsonl"), record + "\n");
            String run = record.replaceFirst(".*\"folder\":\"([^\"]+)\".*", "$1");
            copy(from.resolve("runs").resolve(run), to.resolve("runs").resolve(run));
          }
        }
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path each : all.toList()) {
        Files.copy(
            each, to.resolve(from.relativize(each).toString()), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }
}
