package vae.experiments.sweep.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import vae.experiments.evaluation.Measured;
import vae.experiments.sweep.SweepFixture;

/** Each format of one comparison, against files that were looked at, and against each other. */
final class FormatsTest {

  @TempDir private static Path root;

  private static GroupComparison comparison;

  @BeforeAll
  static void read() throws IOException {
    SweepResults results = SweepResults.read(SweepFixture.example(root));
    comparison =
        GroupComparison.of(
            results,
            new GroupComparison.Choice(
                List.of("test/elbo", "test/rate", "test/active-units"),
                false,
                "sigma=0.1, posterior=diagonal",
                ""));
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = FormatsTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Ids by their places: they change with the defaults of specs and the numerics version. */
  private static String placed(String text) {
    String placed = text;
    int trials = 0;
    int groups = 0;
    for (Group group : comparison.results().groups()) {
      placed = placed.replace(group.id(), "group-" + ++groups);
      for (TrialResult trial : group.trials()) {
        placed = placed.replace(trial.id(), "trial-" + ++trials);
      }
    }
    return placed;
  }

  private static String lines(Stream<String> lines) {
    return lines.collect(Collectors.joining("\n", "", "\n"));
  }

  /** S8: a text that a spreadsheet would compute stands behind an apostrophe, a number does not. */
  @Test
  void noCellIsAFormulaAndNumbersStayNumbers() throws IOException {
    SweepFixture sweep = SweepFixture.of(root, "cells");
    sweep.complete(sweep.trial(1, Map.of()), Map.of("test/elbo", -32.5));
    List<String> texts = List.of("=1+1", "+x", "-y", "@SUM(A1)", "\t=1", "\r=1", "plain", "-12");
    for (int i = 0; i < texts.size(); i++) {
      sweep.failed(sweep.trial(2 + i, Map.of()), texts.get(i));
    }
    Sources sources = Sources.of(List.of(sweep.write().path()));
    GroupComparison comparison =
        GroupComparison.of(
            sources.results(), new GroupComparison.Choice(List.of("test/elbo"), false, "", ""));
    String csv = lines(CsvTable.trials(comparison));
    assertTrue(csv.contains(",-32.5,0.0"), csv);
    for (String text : texts) {
      boolean formula = "=+-@\t\r".indexOf(text.charAt(0)) >= 0 && !text.equals("-12");
      assertEquals(formula, csv.contains("'" + text), text);
      assertEquals(!formula, csv.contains("," + text + ","), text);
    }
  }

  @Test
  void terminal() throws IOException {
    assertEquals(golden("example.txt"), TerminalTable.of(comparison));
  }

  @Test
  void markdown() throws IOException {
    assertEquals(golden("example.md"), MarkdownTable.of(comparison));
  }

  @Test
  void latex() throws IOException {
    assertEquals(golden("example.tex"), LatexTable.of(comparison));
  }

  @Test
  void csv() throws IOException {
    assertEquals(golden("example.csv"), placed(lines(CsvTable.groups(comparison))));
  }

  @Test
  void csvOfTrials() throws IOException {
    assertEquals(golden("example-trials.csv"), placed(lines(CsvTable.trials(comparison))));
  }

  @Test
  void json() throws IOException {
    assertEquals(
        golden("example.json"), placed(JsonTable.of(comparison, false).toPrettyString()) + "\n");
  }

  @Test
  void jsonListsTrialsWhereAskedTo() {
    JsonNode json = JsonTable.of(comparison, true);
    JsonNode seeds = json.path("groups").path(3).path("seeds");
    assertEquals(5, seeds.size());
    assertEquals("diverged", seeds.path(1).path("status").asString());
    assertEquals(-33, seeds.path(0).path("metrics").path("test/elbo").path("value").asDouble());
  }

  /** Numbers that need all of their digits. */
  private static GroupComparison awkward() throws IOException {
    SweepFixture sweep = SweepFixture.of(root, "awkward_digits");
    double third = 1.0 / 3;
    for (int size = 1; size <= 4; size++) {
      for (int seed = 1; seed <= 4; seed++) {
        double elbo = -100 * third * size + Math.scalb(third * seed, -3 * size);
        sweep.complete(
            sweep.trial(seed, Map.of("latentSize", size)),
            Map.of("test/elbo", new Measured(elbo, third / seed), "test/rate", 1e4 * third * seed));
      }
    }
    return GroupComparison.of(
        SweepResults.read(sweep.write()),
        new GroupComparison.Choice(List.of(), false, "latentSize=2", ""));
  }

  /** The numbers of the LaTeX table, rounded from the JSON's: the same characters. */
  @Test
  void latexNumbersAreTheJsonsRounded() throws IOException {
    int compared = 0;
    for (GroupComparison each : List.of(comparison, awkward())) {
      JsonNode groups =
          JsonMapper.shared().readTree(JsonTable.of(each, false).toString()).path("groups");
      List<List<List<String>>> rows = estimates(LatexTable.of(each));
      for (int row = 0; row < groups.size(); row++) {
        List<double[]> expected = new ArrayList<>();
        for (String metric : each.metrics()) {
          JsonNode json = groups.path(row).path("metrics").path(metric);
          expected.add(pair(json));
          if (json.path("difference").isObject()) {
            expected.add(pair(json.path("difference")));
          }
        }
        List<List<String>> printed =
            rows.get(row).stream().filter(it -> it.getFirst().matches("-?[0-9.]+")).toList();
        assertEquals(expected.size(), printed.size(), rows.get(row)::toString);
        for (int i = 0; i < printed.size(); i++) {
          assertRounded(expected.get(i)[0], printed.get(i).get(0));
          if (printed.get(i).get(1).isEmpty()) {
            assertTrue(Double.isNaN(expected.get(i)[1]));
          } else {
            assertRounded(expected.get(i)[1], printed.get(i).get(1));
          }
          compared++;
        }
      }
    }
    assertTrue(compared > 30, "compared " + compared);
  }

  private static double[] pair(JsonNode summary) {
    return new double[] {
      summary.path("mean").asDouble(), summary.path("halfWidth").asDouble(Double.NaN)
    };
  }

  private static void assertRounded(double exact, String printed) {
    int scale = new BigDecimal(printed).scale();
    assertEquals(
        new BigDecimal(exact).setScale(scale, RoundingMode.HALF_EVEN).toPlainString(), printed);
  }

  /** Of each row of the body, value and error of the columns that have both, as plain numbers. */
  private static List<List<List<String>>> estimates(String latex) {
    Matcher declared = Pattern.compile("\\\\begin\\{tabular}\\{(.*)}").matcher(latex);
    assertTrue(declared.find());
    List<String> columns =
        Pattern.compile("r@\\{}l|l|r")
            .matcher(declared.group(1))
            .results()
            .map(it -> it.group())
            .toList();
    String body = latex.substring(latex.indexOf("\\midrule"), latex.indexOf("\\bottomrule"));
    List<List<List<String>>> rows = new ArrayList<>();
    for (String line : body.lines().skip(1).filter(it -> !it.isBlank()).toList()) {
      String[] cells = line.replaceFirst("\\\\\\\\$", "").split("&", -1);
      List<List<String>> row = new ArrayList<>();
      int at = 0;
      for (String column : columns) {
        if (column.length() > 1) {
          row.add(List.of(plain(cells[at]), plain(cells[at + 1])));
        }
        at += column.length() > 1 ? 2 : 1;
      }
      assertEquals(cells.length, at);
      rows.add(row);
    }
    return rows;
  }

  private static String plain(String cell) {
    return cell.replaceAll("\\\\mathbf|\\\\pm|[${}]", "").strip();
  }

  /** Every environment that begins ends, every row has the columns that are declared. */
  @Test
  void latexIsWellFormed() throws IOException {
    for (GroupComparison each : List.of(comparison, awkward())) {
      String latex = LatexTable.of(each);
      Matcher begins = Pattern.compile("\\\\(begin|end)\\{(\\w+)}").matcher(latex);
      List<String> open = new ArrayList<>();
      while (begins.find()) {
        if (begins.group(1).equals("begin")) {
          open.add(begins.group(2));
        } else {
          assertEquals(open.removeLast(), begins.group(2));
        }
      }
      assertEquals(List.of(), open);
      assertEquals(0, depth(latex));
      Matcher declared = Pattern.compile("\\\\begin\\{tabular}\\{(.*)}").matcher(latex);
      assertTrue(declared.find());
      int columns = declared.group(1).replace("@{}", "").length();
      String table = latex.substring(latex.indexOf("\\toprule"), latex.indexOf("\\bottomrule"));
      for (String line : table.lines().filter(it -> it.contains("&")).toList()) {
        int cells = line.split("(?<!\\\\)&", -1).length;
        Matcher spans = Pattern.compile("\\\\multicolumn\\{2}").matcher(line);
        assertEquals(columns, cells + (int) spans.results().count(), line);
        assertEquals(0, line.chars().filter(c -> c == '$').count() % 2, line);
        assertTrue(line.endsWith("\\\\"), line);
      }
      compile(latex);
    }
  }

  private static int depth(String latex) {
    int depth = 0;
    String plain = latex.replaceAll("\\\\[{}]", "");
    for (int i = 0; i < plain.length(); i++) {
      depth += plain.charAt(i) == '{' ? 1 : plain.charAt(i) == '}' ? -1 : 0;
      assertTrue(depth >= 0, plain);
    }
    return depth;
  }

  /** Where TeX is installed the table is set. */
  private static void compile(String latex) throws IOException {
    boolean installed =
        List.of(System.getenv("PATH").split(File.pathSeparator)).stream()
            .anyMatch(it -> Files.isExecutable(Path.of(it, "pdflatex")));
    if (installed) {
      Path folder = Files.createTempDirectory(root, "tex");
      Files.writeString(
          folder.resolve("paper.tex"),
          "\\documentclass{article}\n\\usepackage{booktabs}\n\\begin{document}\n"
              + latex
              + "\\end{document}\n");
      Process process =
          new ProcessBuilder("pdflatex", "-halt-on-error", "-interaction=nonstopmode", "paper.tex")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .start();
      String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      try {
        assertTrue(process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0, log);
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
    }
  }

  @Test
  void nothingInATextIsACommandOfLatex() {
    assertEquals(
        "a\\_b\\%c\\&d\\#e\\$f\\{g\\}h\\textasciitilde{}i\\textasciicircum{}j\\textbackslash{}k",
        LatexTable.escaped("a_b%c&d#e$f{g}h~i^j\\k"));
    assertEquals("{[}200, 200{]} $\\pm$ \\textless{}", LatexTable.escaped("[200, 200] ± <"));
  }

  /** One seed: no interval is claimed, and it is said. */
  @Test
  void oneSeedHasNoInterval() throws IOException {
    SweepFixture sweep = SweepFixture.of(root, "one");
    sweep.complete(sweep.trial(1, Map.of()), Map.of("test/elbo", -1.25));
    GroupComparison one =
        GroupComparison.of(SweepResults.read(sweep.write()), GroupComparison.Choice.USUAL);
    assertEquals(
        """
        group  n  test/elbo
        one    1    -1.2500

        Values are of one training seed: there is no interval over seeds.
        """,
        TerminalTable.of(one));
    assertTrue(JsonTable.of(one, false).toString().contains("\"halfWidth\":null"));
  }

  @Test
  void aSweepThatHasNotBegunIsAllPending() throws IOException {
    SweepFixture sweep = SweepFixture.of(root, "planned");
    sweep.trial(1, Map.of("latentSize", 2));
    sweep.trial(1, Map.of("latentSize", 3));
    GroupComparison planned =
        GroupComparison.of(SweepResults.read(sweep.write()), GroupComparison.Choice.USUAL);
    String text = TerminalTable.of(planned);
    assertTrue(text.contains("of 2 trials 2 pending"), text);
  }

  /** What the page shows is what is printed. */
  @Test
  void theTablesInTheDocumentationAreThese() throws IOException {
    GroupComparison elbo =
        GroupComparison.of(
            comparison.results(), new GroupComparison.Choice(List.of("test/elbo"), false, "", ""));
    String page = Files.readString(Path.of("..", "docs", "tables.md"));
    String shown = TerminalTable.of(elbo);
    assertTrue(page.contains("```text\n" + shown.substring(0, shown.indexOf("\n\n")) + "\n```"));
    String latex = page.substring(page.indexOf("```latex\n") + 9);
    String block = latex.substring(0, latex.indexOf("```"));
    assertTrue(LatexTable.of(elbo).contains(block), block);
  }
}
