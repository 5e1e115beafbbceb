package vae.experiments.report.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vae.experiments.report.page.Chromium;
import vae.experiments.report.page.Chromium.Said;
import vae.experiments.report.plot.Palette;

/**
 * Uses the page in a browser, where there is one: another page holds it in a frame, clicks in it
 * and writes down what is then to be seen. The page's own policy stays in force.
 */
final class SweepReportInChromiumTest {

  /** Notes lines of text, which end up in the dumped document. */
  private static final String PAGE =
      """
      <!DOCTYPE html><meta charset="utf-8"><title>harness</title>
      <iframe src="report.html" width="1200" height="900"%s></iframe><pre id="notes"></pre>
      <script>
      const frame = document.querySelector("iframe");
      const notes = [];
      frame.addEventListener("load", () => {
        const page = frame.contentDocument;
        const rows = (id) => [...page.querySelectorAll("#" + id + " tbody tr")];
        const cells = (id, i) => rows(id).map((row) => row.cells[i].textContent).join(" ");
        const head = (id, title) =>
          [...page.querySelectorAll("#" + id + " thead th")].findIndex(
            (it) => it.textContent.trim() === title);
        const sort = (id, i) => page.querySelectorAll("#" + id + " thead button")[i].click();
        const order = (id, i) =>
          page.querySelectorAll("#" + id + " thead th")[i].getAttribute("aria-sort");
        const note = (name, value) => notes.push(name + ": " + value);
        try {
          %s
        } catch (e) {
          note("error", e);
        }
        document.getElementById("notes").textContent = notes.join("\\n");
      });
      </script>
      """;

  private static final String USE =
      """
      const net = head("groups", "net"), rate = head("groups", "learningRate");
      note("first", cells("groups", 0));
      sort("groups", rate);
      note("ascending", order("groups", rate) + " " + cells("groups", rate));
      sort("groups", rate);
      note("descending", order("groups", rate) + " " + cells("groups", rate));
      sort("groups", net);
      note("text", order("groups", net) + " " + order("groups", rate) + " " + cells("groups", net));
      sort("groups", 0);
      note("missing last", cells("groups", 0));
      const words = page.getElementById("groups-words");
      const put = (field, value, event) => {
        field.value = value;
        field.dispatchEvent(new frame.contentWindow.Event(event));
      };
      put(words, "wide 0.001", "input");
      note("words", rows("groups").length + " " + page.getElementById("groups-count").textContent);
      put(words, "", "input");
      const select = page.querySelector("#groups-finder select[data-column='" + net + "']");
      put(select, "=wide", "change");
      note("chosen", cells("groups", net));
      put(select, "", "change");
      note("all", rows("groups").length);
      note("link", page.querySelector("#trials a").getAttribute("href"));
      const status = page.querySelector("#trials-finder select[data-column='1']");
      put(status, "=failed", "change");
      note("failed", cells("trials", 1));
      page.querySelector("#trials thead button").focus();
      note("focus", page.activeElement.className);
      """;

  @TempDir private static Path root;
  private static Path folder;

  @BeforeAll
  static void writeReport() throws IOException {
    folder = SweepReportFixture.example(root.resolve("a.sweep"));
    SweepReport.write(folder);
  }

  private static List<String> notes(String attributes, String script) throws Exception {
    Path harness = folder.resolve("harness.html");
    Files.writeString(harness, PAGE.formatted(attributes, script));
    Said said =
        Chromium.in(root)
            .open(
                harness,
                "--allow-file-access-from-files",
                "--enable-logging=stderr",
                "--virtual-time-budget=5000",
                "--dump-dom");
    String console =
        said.errors()
            .lines()
            .filter(it -> it.contains("CONSOLE") && !it.contains("Blocked script execution"))
            .collect(Collectors.joining("\n"));
    assertEquals("", console, "the page complains");
    String document = said.output();
    int begin = document.indexOf("<pre id=\"notes\">") + "<pre id=\"notes\">".length();
    List<String> notes = document.substring(begin, document.indexOf("</pre>")).lines().toList();
    assertFalse(notes.isEmpty(), "the page was not loaded: " + said.errors());
    return notes;
  }

  @Test
  void headersSortAndFiltersHideRows() throws Exception {
    assertEquals(
        List.of(
            "first: 1 2 3 4 5 6 \u2013 \u2013 \u2013 \u2013",
            "ascending: ascending 0.0001 0.0001 0.001 0.001 0.01 0.01 0.1 0.1 0.2 0.2",
            "descending: descending 0.2 0.2 0.1 0.1 0.01 0.01 0.001 0.001 0.0001 0.0001",
            "text: ascending none plain plain plain plain plain wide wide wide wide wide",
            "missing last: 1 2 3 4 5 6 \u2013 \u2013 \u2013 \u2013",
            "words: 1 1 of 1 matching rows.",
            "chosen: wide wide wide wide wide",
            "all: 10",
            "link: runs/run-000000050001/report.html",
            "failed: failed",
            "focus: sort"),
        notes("", USE));
  }

  @Test
  void withoutAScriptTheTablesAreReadAndNothingIsOfferedThatDoesNotWork() throws Exception {
    String look =
        """
        note("groups", rows("groups").length);
        note("trials", rows("trials").length);
        note("buttons", page.querySelectorAll("th button").length);
        note("offered", [...page.querySelectorAll("button, .finder")]
            .filter((it) => it.offsetParent !== null).length);
        note("best", page.querySelector(".best .value").textContent.slice(0, 13));
        """;
    assertEquals(
        List.of(
            "groups: 10",
            "trials: 22",
            "buttons: 0",
            "offered: 0",
            "best: \u221230.00 \u00b1 0.62"),
        notes(" sandbox=\"allow-same-origin\"", look));
  }

  /** preferredColorScheme is 0 for dark and 1 for light. */
  @ParameterizedTest
  @CsvSource({"0,1200,dark", "1,420,phone"})
  void screenshotShowsThePage(int scheme, int width, String name) throws Exception {
    Path picture = root.resolve(name + ".png");
    Chromium.in(root)
        .open(
            folder.resolve("report.html"),
            "--blink-settings=preferredColorScheme=" + scheme,
            "--window-size=" + width + ",2600",
            "--screenshot=" + picture);
    BufferedImage shot = ImageIO.read(picture.toFile());
    assertEquals(width, shot.getWidth());
    Set<Integer> colours = new HashSet<>();
    long brightness = 0;
    for (int y = 0; y < shot.getHeight(); y++) {
      for (int x = 0; x < shot.getWidth(); x++) {
        colours.add(shot.getRGB(x, y));
        brightness += shot.getRGB(x, y) >> 8 & 0xff;
      }
    }
    Palette palette = scheme == 1 ? Palette.LIGHT : Palette.DARK;
    assertTrue(colours.contains(palette.ofClass(0).getRGB()), "no mark of a chart in its colour");
    double mean = brightness / (double) shot.getWidth() / shot.getHeight();
    assertEquals(scheme == 1, mean > 128, "mean brightness " + mean);
  }
}
