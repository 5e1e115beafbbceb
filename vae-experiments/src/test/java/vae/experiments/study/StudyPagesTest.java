package vae.experiments.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.run.SmallRun;
import vae.experiments.spec.SpecReader;
import vae.experiments.spec.SpecSource;
import vae.experiments.sweep.table.SeedSummary;

/**
 * What the pages of {@code docs/studies} show is what the studies found: every table on a page is
 * one of the {@code results/NAME.json} that it links to, which a study wrote as its {@code
 * findings.json}.
 */
final class StudyPagesTest {

  private static final Path PAGES = Path.of("..", "docs", "studies");

  static List<Path> results() throws IOException {
    try (Stream<Path> files = Files.list(PAGES.resolve("results"))) {
      return files.filter(it -> it.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** The pages that link to results. */
  static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    try (Stream<Path> files = Files.list(PAGES)) {
      for (Path file : files.filter(it -> it.toString().endsWith(".md")).sorted().toList()) {
        if (Files.readString(file).contains("(results/")) {
          pages.add(file);
        }
      }
    }
    return pages;
  }

  /** The one page that shows a result. */
  private static String page(Path result) throws IOException {
    for (Path page : pages()) {
      String text = Files.readString(page);
      if (text.contains("(results/" + result.getFileName() + ")")) {
        return text;
      }
    }
    throw new AssertionError("no page links to " + result);
  }

  /** What the page links to. */
  private static List<JsonNode> resultsOf(String page) throws IOException {
    List<JsonNode> found = new ArrayList<>();
    for (Path result : results()) {
      if (page.contains("(results/" + result.getFileName() + ")")) {
        found.add(JsonMapper.shared().readTree(Files.readString(result)));
      }
    }
    return found;
  }

  /** Whether the lines of a table in Markdown show these numbers, rounded as tables are. */
  private static boolean shows(String markdown, JsonNode table) {
    List<String> lines = markdown.lines().toList();
    if (lines.size() != table.get("rows").size() + 2
        || !showsRow(lines.getFirst(), table.get("columns").iterator())) {
      return false;
    }
    for (int row = 0; row < table.get("rows").size(); row++) {
      if (!showsRow(lines.get(row + 2), table.get("rows").get(row).iterator())) {
        return false;
      }
    }
    return true;
  }

  private static boolean showsRow(String line, Iterator<JsonNode> cells) {
    for (String text : line.substring(1).split("\\|")) {
      if (!cells.hasNext() || !showsCell(text.strip(), cells.next())) {
        return false;
      }
    }
    return !cells.hasNext();
  }

  private static boolean showsCell(String text, JsonNode cell) {
    if (cell.isObject()) {
      SeedSummary summary =
          new SeedSummary(
              cell.get("mean").doubleValue(),
              cell.get("deviation").asDouble(Double.NaN),
              cell.get("halfWidth").asDouble(Double.NaN),
              cell.get("n").intValue());
      return text.equals(summary.meanAndInterval());
    }
    if (cell.isNumber()) { // JSON has no 0.0 apart from 0
      boolean whole = cell.isIntegralNumber() && text.equals(cell.asString());
      return whole || text.equals(Table.number(cell.doubleValue()));
    }
    return text.equals(cell.asString());
  }

  /** The tables of a page in Markdown, as they stand there. */
  private static List<String> tables(String page) {
    List<String> tables = new ArrayList<>();
    StringBuilder table = new StringBuilder();
    for (String line : (page + "\n").split("\n", -1)) {
      if (line.startsWith("|")) {
        table.append(line).append('\n');
      } else if (!table.isEmpty()) {
        tables.add(table.toString());
        table.setLength(0);
      }
    }
    return tables;
  }

  /** A table of the page that is not one of the results', if there is one. */
  private static Optional<String> stranger(String page) throws IOException {
    List<JsonNode> known = new ArrayList<>();
    for (JsonNode result : resultsOf(page)) {
      result.get("tables").forEach(known::add);
    }
    return tables(page).stream()
        .filter(table -> known.stream().noneMatch(it -> shows(table, it)))
        .findFirst();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyTableOfAPageIsOneOfItsResults(Path file) throws IOException {
    String page = Files.readString(file);
    assertFalse(tables(page).isEmpty(), () -> file + " shows no table");
    assertEquals(Optional.empty(), stranger(page));
  }

  @ParameterizedTest
  @MethodSource("results")
  void thePageSaysWhatTheStudyFound(Path result) throws IOException {
    JsonNode json = JsonMapper.shared().readTree(Files.readString(result));
    String page = page(result);
    assertTrue(page.contains(json.get("digest").asString()), "the page names the study's digest");
    String oneLine = page.replaceAll("\\s+", " ");
    String claim = json.get("claim").asString();
    assertTrue(oneLine.contains(claim), () -> result + ": the page does not say: " + claim);
    for (JsonNode figure : json.get("figures")) {
      String name = figure.get("name").asString();
      assertTrue(page.contains("(images/" + name + ".svg)"), () -> result + " has figure " + name);
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void theFiguresOfAPageAreThere(Path file) throws IOException {
    Matcher images = Pattern.compile("\\((images/[^)]+)\\)").matcher(Files.readString(file));
    int shown = 0;
    while (images.find()) {
      assertTrue(Files.exists(PAGES.resolve(images.group(1))), images.group(1));
      shown++;
    }
    assertTrue(shown > 0, () -> file + " shows no figure");
  }

  /**
   * The study that the page's command runs today is the one that was run: {@code resolved/} has its
   * {@code study.json}, and keys that came later have their defaults in both.
   */
  @ParameterizedTest
  @MethodSource("results")
  void theResultsAreThoseOfTheStudyInTheExamples(Path result) throws IOException {
    JsonNode json = JsonMapper.shared().readTree(Files.readString(result));
    String name = json.get("name").asString();
    assertTrue(page(result).contains("./vae run examples/studies/" + name + ".json"), name);
    SpecReader reader = new SpecReader(SmallRun.slots().catalogue());
    assertEquals(
        study(reader, PAGES.resolve("results").resolve("resolved").resolve(name + ".json")),
        study(reader, Path.of("..", "examples", "studies", name + ".json")));
  }

  private static StudySpec study(SpecReader reader, Path file) {
    return reader.read(StudySpec.class, SpecSource.file(file), List.of());
  }

  /** A changed digit would be noticed. */
  @Test
  void aDriftedNumberIsAStranger() throws IOException {
    String page = page(results().getFirst());
    String row = tables(page).getFirst().lines().skip(2).findFirst().orElseThrow();
    String drifted = page.replace(row, row.replaceFirst("(\\.\\d\\d\\d)\\d", "$1x"));
    assertTrue(stranger(drifted).isPresent());
  }
}
