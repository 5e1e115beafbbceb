package vae.experiments.report.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.folder.DurableFile;
import vae.experiments.folder.FolderException;
import vae.experiments.report.page.ReportException;
import vae.experiments.report.plot.BarChart;

final class StudyReportTest {

  @TempDir private Path folder;

  private String written() throws IOException {
    StudyReport.write(folder);
    return Files.readString(folder.resolve("report.html"));
  }

  private void study() throws IOException {
    Files.writeString(
        folder.resolve("study.json"),
        "{\"name\": \"noise\", \"experiment\": {\"type\": \"vary\"}, \"base\": {\"seed\": 1}}");
  }

  @Test
  void findingsFiguresRunsAndSpecificationAreOnOnePage() throws IOException {
    study();
    Files.writeString(
        folder.resolve("findings.md"),
        """
        The claim holds for `sigma` of **0.1**.

        | m | posterior | ELBO \\| gap |
        |---|-----------|-------------|
        | 1 | a\\|b      | -3.6938     |
        | 2 | diagonal  | 0.1508      |
        """);
    String svg = BarChart.svg("m", "ELBO (nats)", List.of("1", "2"), new double[] {1, 2});
    DurableFile.write(folder.resolve("figures/elbo-by-m.svg"), svg);
    DurableFile.write(folder.resolve("runs/digits-1/experiment.json"), "{}");
    assertTrue(written().contains("<figcaption>elbo by m</figcaption>"));
    String recorded = "{\"figures\": [{\"name\": \"elbo-by-m\", \"caption\": \"ELBO by m < 3.\"}]}";
    DurableFile.write(folder.resolve("findings.json"), recorded);
    String page = written();
    assertTrue(page.contains("<figcaption>ELBO by m &lt; 3.</figcaption>"));
    assertTrue(page.contains("<h1>noise</h1>"));
    assertTrue(page.contains("<p>The claim holds for <code>sigma</code> of"));
    assertTrue(page.contains("<strong>0.1</strong>"));
    assertTrue(page.contains("<th>ELBO | gap</th>"));
    assertTrue(page.contains("<td>a|b</td>\n<td>-3.6938</td>"));
    assertTrue(page.contains("alt=\"Figure of the study: elbo by m.\""));
    assertTrue(page.contains("<a href=\"runs/digits-1/\">digits-1</a>"));
    assertTrue(page.contains("&quot;vary&quot;"));
    assertFalse(page.contains("class=\"note\""), "a part of a full study lacks something");
    assertFalse(page.contains("<script"));
    assertEquals(page, written(), "the same folder makes the same bytes");
  }

  @Test
  void aStudyThatHasNotEndedSaysWhatIsAbsent() throws IOException {
    study();
    String page = written();
    assertTrue(page.contains("The folder has no findings.md"));
    assertTrue(page.contains("The study has no figures."));
    assertTrue(page.contains("The folder keeps no runs."));
  }

  @Test
  void textOfFindingsNeverBecomesMarkup() throws IOException {
    study();
    Files.writeString(
        folder.resolve("findings.md"),
        """
        # <script>alert(1)</script>

        [words](javascript:alert) and ![<b>](figures/x.svg) and `<i>`

        - <img src=x onerror=y>

        ```
        <script>
        ```
        """);
    String page = written();
    for (String markup : List.of("<script", "<img src=x", "<b>", "<i>", "javascript:")) {
      assertFalse(page.contains(markup), markup);
    }
    assertTrue(page.contains("<h2>&lt;script&gt;"));
    assertTrue(page.contains("<a href=\"figures/x.svg\">&lt;b&gt;</a>"));
  }

  @Test
  void nestingWithoutEndIsShownAsItsSource() throws IOException {
    study();
    for (String open : List.of("**", "> ", "[", "- ")) {
      Files.writeString(
          folder.resolve("findings.md"), open.repeat(20_000) + "x" + "**".repeat(20_000));
      assertTrue(written().contains("x"), open);
    }
  }

  @Test
  void aFolderWithoutAStudyAndABrokenOneAreRefused() throws IOException {
    assertTrue(
        assertThrows(ReportException.class, () -> StudyReport.write(folder))
            .getMessage()
            .contains("it has no study.json"));
    Files.writeString(folder.resolve("study.json"), "{");
    assertTrue(
        assertThrows(FolderException.class, () -> StudyReport.write(folder))
            .getMessage()
            .contains("not JSON"));
  }
}
