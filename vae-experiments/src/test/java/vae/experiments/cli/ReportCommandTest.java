package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.sweep.SweepFixture;

/** {@code vae report} tells a sweep's folder and a study's from a run's. */
final class ReportCommandTest {

  @TempDir private Path root;

  @Test
  void aSweepHasItsPageItsFiguresAndItsTables() throws IOException {
    Path folder = SweepFixture.example(root).path();
    Invocation reported = Invocation.of("report", folder);
    assertEquals(0, reported.code(), reported.err());
    assertEquals(folder.resolve("report.html") + "\n", reported.out());
    String page = Files.readString(folder.resolve("report.html"));
    assertTrue(page.contains("<h1>sigma-posterior</h1>"));
    assertTrue(page.contains("\u221230.0 \u00b1 2.5 <"), "the group with every seed complete");
    assertTrue(Files.exists(folder.resolve("figures/metric-by-likelihood.noise.sigma.svg")));
    for (String table :
        List.of("groups.csv", "trials.csv", "groups.tex", "groups.md", "results.json")) {
      assertTrue(Files.size(folder.resolve("tables").resolve(table)) > 100, table);
    }
  }

  @Test
  void aStudyHasItsPage() throws IOException {
    Files.writeString(root.resolve("study.json"), "{\"name\": \"noise\"}");
    Files.writeString(root.resolve("findings.md"), "It holds.\n");
    Invocation reported = Invocation.of("report", root);
    assertEquals(0, reported.code(), reported.err());
    assertTrue(Files.readString(root.resolve("report.html")).contains("<p>It holds.</p>"));
  }
}
