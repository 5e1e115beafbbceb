package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.sweep.SweepFixture;

final class CompareCommandTest {

  @TempDir private static Path root;

  private static Path sweep;

  @BeforeAll
  static void make() throws IOException {
    sweep = SweepFixture.example(root).path();
  }

  private static Invocation compare(Object... arguments) {
    return Invocation.of("compare", sweep, List.of(arguments));
  }

  @Test
  void theTableGoesToStdout() {
    Invocation shown = compare("--metric", "elbo", "--sort", "test/elbo");
    assertEquals(0, shown.code(), shown.err());
    assertTrue(shown.out().lines().toList().get(1).startsWith("  0.2  diagonal"), shown.out());
    assertEquals("", shown.err());
  }

  @ParameterizedTest
  @CsvSource({
    "t.txt, sigma",
    "t.csv, 'group,label,'",
    "t.md, |",
    "t.tex, % needs",
    "t.json, {",
    "t.sqlite, SQLite format 3"
  })
  void theEndOfAFilesNameTellsTheFormat(String name, String beginning) throws IOException {
    Path file = root.resolve("out").resolve(name);
    Invocation written = compare("--out", file);
    assertEquals(0, written.code(), written.err());
    assertEquals(file + "\n", written.out());
    String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    assertTrue(text.startsWith(beginning), text.substring(0, 40));
  }

  @Test
  void csvHasARowATrialWhereAskedTo() {
    assertEquals(5, compare("--format", "csv").out().lines().count());
    assertEquals(15, compare("--format", "csv", "--trials").out().lines().count());
  }

  @Test
  void jsonHasExactNumbers() {
    Invocation json =
        compare("--format=json", "--all-metrics", "--baseline=" + "sigma=0.1,posterior=diagonal");
    var groups = JsonMapper.shared().readTree(json.out()).path("groups");
    assertEquals(
        1.0,
        groups
            .path(1)
            .path("metrics")
            .path("test/elbo")
            .path("difference")
            .path("mean")
            .asDouble());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "--metric=test/elbow;unknown metric \"test/elbow\"",
        "--baseline=sigma=7;no group is \"sigma=7\"",
        "--sort=x;unknown metric \"x\"",
        "--format=yaml;expected table, csv, markdown, latex, json or sqlite, got \"yaml\"",
        "--format=sqlite;needs a file, such as --out sweep.sqlite",
        "--trials;goes with --format csv or json"
      })
  void mistakesAreBadInput(String option, String message) {
    Invocation refused = compare(option);
    assertEquals(2, refused.code(), refused.err());
    assertEquals("", refused.out());
    assertTrue(refused.err().replaceAll("\\s+", " ").contains(message), refused.err());
  }

  @Test
  void aFolderThatIsNeitherIsBadInput() {
    Invocation refused = Invocation.of("compare", root);
    assertEquals(2, refused.code());
    assertTrue(refused.err().contains("is neither a run nor a sweep"), refused.err());
    assertEquals(2, Invocation.of("compare").code());
    assertEquals(2, Invocation.of("compare", root.resolve("none")).code());
  }
}
