package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file of {@code malformed/} is wrong in one way; {@code .args} beside it holds further
 * arguments, a line each, and {@code .txt} what must be on stderr.
 */
class MalformedSpecTest {

  private static final Path FOLDER =
      Path.of("src", "test", "resources", "vae", "experiments", "cli", "malformed");

  @TempDir private Path runs;

  static List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .map(name -> name.substring(0, name.length() - ".json".length()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("names")
  void isRefusedWithTheWayOut(String name) throws IOException {
    Path file = FOLDER.resolve(name + ".json");
    Path more = FOLDER.resolve(name + ".args");
    List<String> arguments = Files.exists(more) ? Files.readAllLines(more) : List.of();
    Invocation refused = Invocation.of("run", file, "--runs", runs, "--data", FOLDER, arguments);
    assertEquals(Files.readString(FOLDER.resolve(name + ".txt")), refused.err());
    assertEquals(2, refused.code());
    assertEquals("", refused.out());
    assertEquals(List.of(), Invocation.children(runs));
    String place = arguments.isEmpty() ? "vae: " + file + ":" : "vae: --set";
    assertTrue(refused.err().startsWith(place), refused.err());
    assertFalse(refused.err().contains("\tat ") || refused.err().contains("Exception"));
  }

  @Test
  void everyExpectationBelongsToASpec() throws IOException {
    List<String> names = names();
    assertTrue(names.size() >= 100, "there are " + names.size());
    for (Path file : Invocation.children(FOLDER)) {
      String name = file.getFileName().toString();
      String stem = name.substring(0, name.lastIndexOf('.'));
      assertTrue(names.contains(stem) || name.equals("outside.csv"), name);
    }
  }

  @Test
  void aMistakeInEvaluatingIsFoundBeforeItIsMade(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("result.json"), "{\"status\": \"complete\"}");
    Invocation outside = Invocation.of("evaluate", folder, "--set", "latentSize=3");
    assertEquals(2, outside.code());
    assertEquals(
        """
        vae: --set latentSize=3: only values below evaluation can change after training
             For example --set evaluation.nll.samples=5000.
        """,
        outside.err());
    Path nowhere = folder.resolve("none").resolve("x.npz");
    Invocation lost = Invocation.of("evaluate", folder, "--per-example", nowhere);
    assertEquals(2, lost.code());
    assertTrue(lost.err().startsWith("vae: --per-example"), lost.err());
  }
}
