package vae.experiments.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import vae.experiments.spec.Json;

/** Console, report and JSON show the views of log p(x) side by side. */
final class LikelihoodPanelCommandTest {

  private static final String VIEWS =
      """
      evaluation.metrics=[{"type": "importance-sampling", "examples": 5, "samples": 150},
        {"type": "ais", "examples": 5, "chains": 2, "temperatures": 5, "leapfrogSteps": 2},
        {"type": "bdmc", "examples": 5, "chains": 2, "temperatures": 5, "leapfrogSteps": 2}]\
      """;

  @TempDir private Path runs;

  @Test
  void theViewsStandSideBySideWithOneNumberOrNone() throws IOException {
    List<String> discrete =
        List.of("--set=likelihood.type=bernoulli", "--set=data.binarization.type=threshold");
    Invocation run =
        Invocation.of("run", "--runs", runs, Invocation.TINY, discrete, "--set", VIEWS, "--json");
    assertEquals(0, run.code(), run.err());
    List<String> lines = run.out().lines().toList();
    for (String title : List.of("importance sampling ", "AIS ", "BDMC gap ", "test log p(x) ")) {
      assertEquals(1, lines.stream().filter(it -> it.startsWith("  " + title)).count(), run.out());
    }
    JsonNode panel = Json.mapper().readTree(lines.getLast()).at("/likelihood/0");
    assertEquals("test", panel.get("part").asString());
    assertEquals(3, panel.get("views").size());
    assertEquals(panel.get("logP").isNull(), !panel.get("reasons").isEmpty());

    int pixels = 64;
    JsonNode further = Json.mapper().readTree(lines.getLast()).get("further");
    assertTrue(further.has("test/nll-bits-per-dimension"), further::toString);
    assertEquals(
        -further.at("/test~1is-log-p/value").doubleValue() / pixels / Math.log(2),
        further.at("/test~1is-bits-per-dimension/value").doubleValue(),
        1e-12);

    Path folder = Invocation.children(runs).getFirst();
    String page = Files.readString(folder.resolve("report.html"));
    assertTrue(page.contains("<section id=\"likelihood\""));
    Invocation again = Invocation.of("evaluate", folder, "--json");
    List<String> shown = again.out().lines().toList();
    int summary = shown.indexOf(folder.getFileName() + "   evaluated again");
    assertTrue(summary > shown.indexOf("test/is-samples                      150"), again.out());
    for (String title : List.of("test ELBO ", "importance sampling ", "AIS ", "test log p(x) ")) {
      assertTrue(
          shown.subList(summary, shown.size()).stream().anyMatch(it -> it.startsWith("  " + title)),
          title);
    }
    for (String line : lines.subList(0, lines.size() - 1)) {
      assertTrue(line.length() <= 120 || line.contains("./vae "), line); // commands stay whole
    }
    assertEquals(
        panel, Json.mapper().readTree(again.out().lines().toList().getLast()).at("/likelihood/0"));
  }

  @Test
  void withoutThemThereIsNoPanel() throws IOException {
    Invocation run = Invocation.of("run", "--runs", runs, Invocation.TINY, "--json");
    assertTrue(
        Json.mapper()
            .readTree(run.out().lines().toList().getLast())
            .path("likelihood")
            .isMissingNode());
    assertFalse(run.out().contains("bits-per-dimension"), "a density has none");
    Path folder = Invocation.children(runs).getFirst();
    assertFalse(Files.readString(folder.resolve("report.html")).contains("id=\"likelihood\""));
  }
}
