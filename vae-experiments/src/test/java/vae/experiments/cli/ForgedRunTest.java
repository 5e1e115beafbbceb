package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.run.verification.Forgery;
import vae.experiments.run.verification.Forgery.Found;

/**
 * S2, S11: whatever a forger rewrites consistently is found by {@code verify} or by {@code
 * reproduce}, or stands on the list of what nothing can prove; and nothing blesses it.
 */
final class ForgedRunTest {

  private static final Path PAGE = Path.of("..", "docs", "reproducibility.md");

  private static Path run;

  @TempDir private static Path runs;

  @BeforeAll
  static void run() throws IOException {
    Invocation made =
        Invocation.of(
            "run",
            Invocation.TINY,
            "--set=training.epochs=2",
            "--set=training.batchSize=64",
            "--runs",
            runs,
            "--threads=1");
    assertEquals(0, made.code(), made.err());
    run = Invocation.children(runs).getFirst();
  }

  @TestFactory
  Stream<DynamicTest> everyForgeryIsFoundWhereTheTableSays(@TempDir Path copies) {
    return Forgery.all().stream()
        .map(it -> DynamicTest.dynamicTest(it.what(), () -> isFound(it, copies)));
  }

  private static void isFound(Forgery forgery, Path copies) throws IOException {
    Path copy = Files.createTempDirectory(copies, "forged").resolve(run.getFileName().toString());
    for (Path file : Invocation.files(run)) {
      Path to = copy.resolve(run.relativize(file).toString());
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    }
    forgery.apply(copy);
    int expected = forgery.found() == Found.VERIFY ? 5 : 0;
    Invocation verify = Invocation.of("verify", copy);
    assertEquals(expected, verify.code(), verify.out() + verify.err());
    if (forgery.found() == Found.VERIFY) {
      isNotBlessed(copy);
      return;
    }
    Invocation again = Invocation.of("reproduce", copy, "--threads=1");
    int code =
        switch (forgery.found()) {
          case REPRODUCE -> 5;
          case DATA -> 3;
          case VERIFY, NOT_PROVABLE -> 0;
        };
    assertEquals(code, again.code(), again.out() + again.err());
  }

  private static void isNotBlessed(Path copy) {
    assertEquals(5, Invocation.of("cite", copy, "--author=Eve", "--save").code());
    assertEquals(5, Invocation.of("evaluate", copy, "--threads=1").code());
    Path out = copy.resolveSibling("exported");
    assertEquals(5, Invocation.of("export", copy, "--to=npz", "-o", out).code());
    assertFalse(Files.exists(out), "exported");
    if (Files.exists(copy.resolve("MANIFEST.sha256"))) {
      assertEquals(5, Invocation.of("report", copy).code());
    } else {
      Invocation.of("report", copy);
    }
    assertNotEquals(0, Invocation.of("verify", copy).code(), "blessed");
  }

  @Test
  void theOriginalIsReproducedWithItsReport() {
    Invocation again = Invocation.of("reproduce", run, "--threads=1");
    assertEquals(0, again.code(), again.out() + again.err());
    assertFalse(again.out().contains("not compared"), again.out());
    assertTrue(again.out().contains("not reproducible the machine"), again.out());
  }

  @Test
  void theTableInTheDocsIsThisList() throws IOException {
    List<Forgery> all = Forgery.all();
    assertTrue(all.size() >= 40);
    assertEquals(all.size(), all.stream().map(Forgery::what).distinct().count());
    String page = Files.readString(PAGE);
    String table = table(all);
    assertTrue(page.contains(table), () -> "expected in " + PAGE + ":\n" + table);
  }

  private static String table(List<Forgery> all) {
    StringBuilder table = new StringBuilder("| forged | found by |\n|---|---|\n");
    for (Forgery each : all) {
      String by =
          switch (each.found()) {
            case VERIFY -> "`verify`";
            case REPRODUCE -> "`reproduce`";
            case DATA -> "`reproduce`, exit code 3";
            case NOT_PROVABLE -> "not provable: " + each.why();
          };
      table.append("| ").append(each.what()).append(" | ").append(by).append(" |\n");
    }
    return table.toString();
  }
}
