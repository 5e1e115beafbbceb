package vae.experiments.report.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vae.experiments.report.page.ReportException;
import vae.experiments.run.safetensors.SafeTensors;

final class RunReportTest {

  static final List<String> SECTIONS =
      List.of(
          "learning-curves",
          "reconstructions",
          "samples",
          "latent-rate",
          "latent-space",
          "traversal",
          "metrics",
          "spec",
          "provenance",
          "check");

  private static final Pattern SOURCE = Pattern.compile("(?:src|srcset|href)=\"([^\"]*)\"");

  @TempDir private Path folder;

  @Test
  void completeRunFillsEverySection() throws IOException {
    RunFolderFixture.complete(folder);
    String page = written();
    for (String section : SECTIONS) {
      assertTrue(page.contains("<section id=\"" + section + "\""), section);
      assertTrue(page.contains("href=\"#" + section + "\""), section);
    }
    assertFalse(page.contains("class=\"note\""), "a section of a complete run lacks something");
    assertTrue(
        page.contains("<title>digits-diagonal \u00b7 3fa9c1d20b77 \u00b7 vae report</title>"));
    assertTrue(page.contains("\u221231.42"), "the test ELBO");
    assertTrue(page.contains("\u00b1 0.18"), "its standard error");
    assertTrue(page.contains("sha256:6c1f0b93"), "the digest");
    assertTrue(page.contains("Active units: 6 of 8"), "active units");
    assertTrue(
        page.contains("2000 evenly spaced of 3000 test examples"),
        "how many latent means are drawn");
    assertTrue(page.contains("data.exampleShape"), "provenance by dotted keys");
    for (String command : List.of("verify", "reproduce", "cite")) {
      String line = "./vae " + command + " runs/" + folder.getFileName();
      assertTrue(page.contains(line), line);
    }
  }

  @Test
  void figuresStandBesideThePage() throws IOException {
    RunFolderFixture.complete(folder);
    written();
    List<String> charts = List.of("elbo", "distortion", "rate", "latent-rate", "latent-space");
    for (String chart : charts) {
      assertTrue(Files.size(folder.resolve("figures/" + chart + ".svg")) < 250_000, chart);
      assertTrue(Files.exists(folder.resolve("figures/" + chart + "-dark.svg")), chart);
    }
    for (String grid : List.of("reconstructions", "samples", "traversal")) {
      assertTrue(Files.exists(folder.resolve("figures/" + grid + ".png")), grid);
    }
    try (Stream<Path> files = Files.list(folder.resolve("figures"))) {
      assertEquals(2 * charts.size() + 3, files.count(), "nothing temporary is left");
    }
  }

  @Test
  void pageLoadsNothingFromOutsideAndRunsNoScript() throws Exception {
    RunFolderFixture.complete(folder);
    String page = written();
    Matcher sources = SOURCE.matcher(page);
    while (sources.find()) {
      String source = sources.group(1);
      assertTrue(source.startsWith("data:image/png;") || source.startsWith("#"), source);
    }
    for (String chart : List.of("elbo", "latent-rate", "latent-space", "latent-space-dark")) {
      checkSvg(Files.readAllBytes(folder.resolve("figures/" + chart + ".svg")));
    }
    assertEquals(5, page.split("<svg class=\"chart", -1).length - 1, "charts");
    String markup = SOURCE.matcher(page).replaceAll("");
    for (String forbidden : List.of("<script", "http://", "https://", "@import", "url(", "<link")) {
      assertFalse(markup.contains(forbidden), forbidden);
    }
  }

  /** Well-formed, no address but the two namespaces, nothing that runs or loads. */
  private static void checkSvg(byte[] svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    var root =
        factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg)).getDocumentElement();
    assertEquals("svg", root.getTagName());
    String text =
        new String(svg, StandardCharsets.UTF_8).replaceAll("xmlns(:xlink)?=\"[^\"]*\"", "");
    assertFalse(text.contains("http"), "an address in a chart");
    assertFalse(text.contains("<script") || text.contains("<image"), "more than shapes in a chart");
    String shapes = text.replaceAll("<title>[^<]*</title>", "");
    assertFalse(shapes.matches("(?s).*\\d\\.\\d{3,}[^\\dE].*"), "a coordinate of needless length");
  }

  @Test
  void everyImageHasWordsThatStandInForIt() throws IOException {
    RunFolderFixture.small(folder);
    Matcher images = Pattern.compile("<(?:img|svg class=\"chart)[^>]*>").matcher(written());
    int count = 0;
    while (images.find()) {
      count++;
      assertTrue(
          images.group().matches("(?s).* (?:alt|aria-label)=\"[^\"]{10,}\".*"), images.group());
    }
    assertEquals(8, count);
  }

  @Test
  void sameFilesMakeTheSameBytesWhateverTheLocale() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Path one = folder.resolve("one/run");
      Locale.setDefault(Locale.GERMANY);
      RunFolderFixture.small(one);
      RunReport.write(one);
      Path two = folder.resolve("two/run");
      Locale.setDefault(Locale.US);
      RunFolderFixture.small(two);
      RunReport.write(two);
      RunReport.write(two);
      try (Stream<Path> files = Files.walk(one)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path other = two.resolve(one.relativize(file));
          assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(other), file.toString());
        }
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void textFromFilesNeverBecomesMarkup() throws IOException {
    String hostile = "</title><script>alert('x')</script>&\\\"<img src=x onerror=y>";
    new RunFolderFixture(folder)
        .experiment("</title><script>alert(1)</script>\"'&")
        .file(
            "provenance.json",
            """
            {"numerics": 2, "code": {"version": "%1$s"}, "data": {"sha256": "%2$s", "%1$s": "%1$s"}}
            """
                .formatted(hostile, "0".repeat(64)))
        .file(
            "result.json",
            """
            {"id": "3fa9c1d20b77", "name": "hostile", "status": "diverged",
             "digest": "sha256:%2$s", "message": "%1$s", "metrics": {"%1$s": 1}}
            """
                .formatted(hostile, "0".repeat(64)))
        .evaluation(
            SafeTensors.builder()
                .floats("originals", new float[12], 4, 3)
                .floats("reconstructions", new float[12], 4, 3)
                .metadata("example_set", "<script>"));
    String page = written();
    assertFalse(page.contains("<script"), "a script got in");
    assertFalse(page.contains("<img src=x"), "an element got in");
    assertTrue(
        page.contains("&lt;/title&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;"));
  }

  @Test
  void aRunThatDiedAtOnceStillHasAReportThatSaysWhatIsMissing() throws IOException {
    new RunFolderFixture(folder).experiment("died");
    String page = written();
    for (String section : SECTIONS) {
      assertTrue(page.contains("<section id=\"" + section + "\""), section);
    }
    for (String file : List.of("result.json", "metrics.jsonl", "provenance.json")) {
      assertTrue(page.contains("The run folder has no " + file), file);
    }
    assertTrue(page.contains("the run was not evaluated"));
    assertTrue(page.contains("unfinished"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"provenance.json", "metrics.jsonl", "result.json", "evaluation.safetensors"})
  void anyFileButTheExperimentMayBeMissing(String file) throws IOException {
    RunFolderFixture.small(folder);
    Files.delete(folder.resolve(file));
    assertTrue(written().contains("class=\"note\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "originals",
        "reconstructions",
        "samples",
        "rate_per_dimension",
        "latent_means",
        "latent_labels",
        "traversal"
      })
  void anyArrayMayBeMissing(String array) throws IOException {
    RunFolderFixture.small(folder);
    Path file = folder.resolve("evaluation.safetensors");
    SafeTensors all = SafeTensors.read(file);
    SafeTensors.Builder fewer = SafeTensors.builder();
    all.metadata().forEach(fewer::metadata);
    all.entries()
        .forEach(
            (name, entry) -> {
              if (!name.equals(array)) {
                fewer.entry(name, entry);
              }
            });
    fewer.build().write(file);
    boolean says = written().contains("class=\"note\"");
    assertEquals(!array.equals("latent_labels"), says, "labels only colour, all else is a section");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 30})
  void dataThatAreNoImagesAreDrawnToo(int width) throws IOException {
    new RunFolderFixture(folder).experiment("vectors").vectors(width);
    String page = written();
    assertTrue(page.contains("<section id=\"traversal\" class=\"beside\""));
    assertEquals(width == 2, Files.exists(folder.resolve("figures/samples.svg")));
    assertEquals(width != 2, Files.exists(folder.resolve("figures/samples.png")));
  }

  /** 60 samples that take turns through three classes. */
  @Test
  void samplesOfAClassAreARowThatIsNamed() throws IOException {
    RunFolderFixture.small(folder);
    Path file = folder.resolve("evaluation.safetensors");
    SafeTensors all = SafeTensors.read(file);
    SafeTensors.Builder named =
        SafeTensors.builder().metadata("sample_conditions", "cat\n<dog>\nship");
    all.metadata().forEach(named::metadata);
    all.entries().forEach(named::entry);
    named.build().write(file);
    String page = written();
    String rows = page.substring(page.indexOf("<ol>"), page.indexOf("</ol>"));
    assertEquals(
        "<ol><li><span title=\"cat\">cat</span></li><li><span title=\"&lt;dog&gt;\">"
            + "&lt;dog&gt;</span></li><li><span title=\"ship\">ship</span></li>",
        rows);
    assertTrue(page.contains("Each row is of one condition."));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void anyLatentSizeIsDrawn(int size) throws IOException {
    RunFolderFixture fixture = new RunFolderFixture(folder).experiment("latent");
    fixture.evaluation(fixture.latents(60, size));
    String page = written();
    assertEquals(size > 2, page.contains("principal components"));
    assertTrue(Files.exists(folder.resolve("figures/latent-space.svg")));
    assertTrue(Files.exists(folder.resolve("figures/latent-rate.svg")));
  }

  @Test
  void ranksOfTrueCodesAreDrawnFromTheWorstCoordinateOn() throws IOException {
    new RunFolderFixture(folder).experiment("ranks");
    SafeTensors.builder()
        .doubles("calibration-ranks-p.histogram", new double[] {25, 25, 5, 45}, 2, 2)
        .doubles("calibration-ranks-p.per_dimension", new double[] {1, 6e-5}, 2)
        .build()
        .write(folder.resolve("evaluation.safetensors"));
    String page = written();
    assertTrue(page.indexOf("Coordinate 1: p = 6") < page.indexOf("Coordinate 0: p = 1"), "order");
    assertTrue(page.contains("for 50 x that the model simulated"), "how many");
    assertTrue(Files.exists(folder.resolve("figures/calibration-1.svg")));
  }

  @Test
  void pValuesThatDoNotFitTheHistogramAreRefused() throws IOException {
    new RunFolderFixture(folder).experiment("ranks");
    SafeTensors.builder()
        .doubles("calibration-ranks-p.histogram", new double[] {25, 25}, 1, 2)
        .doubles("calibration-ranks-p.per_dimension", new double[] {1, 1}, 2)
        .build()
        .write(folder.resolve("evaluation.safetensors"));
    ReportException refused = assertThrows(ReportException.class, this::written);
    assertTrue(refused.getMessage().contains("expected 1 values"), refused.getMessage());
  }

  @Test
  void aSinglePointOfTrainingIsDrawn() throws IOException {
    new RunFolderFixture(folder).experiment("short").metrics(1);
    written();
    assertTrue(Files.exists(folder.resolve("figures/elbo.svg")));
  }

  @Test
  void longCurvesAreThinned() throws IOException {
    new RunFolderFixture(folder).experiment("long").metrics(5000);
    assertTrue(written().contains("Long curves are thinned"));
    assertTrue(Files.size(folder.resolve("figures/elbo.svg")) < 250_000);
  }

  @Test
  void aLineCutOffByAKilledRunIsLeftOut() throws IOException {
    new RunFolderFixture(folder).experiment("killed").metrics(20);
    Path metrics = folder.resolve("metrics.jsonl");
    String whole = Files.readString(metrics);
    Files.writeString(metrics, whole + "{\"step\":300,\"epo");
    assertTrue(written().contains("The last line of metrics.jsonl is cut off"));
  }

  @Test
  void valuesThatAreNotFiniteDoNotStopTheReport() throws IOException {
    float[] bad = {Float.NaN, Float.POSITIVE_INFINITY, 0, 1, 2, Float.NEGATIVE_INFINITY};
    new RunFolderFixture(folder)
        .experiment("diverged")
        .file("metrics.jsonl", "{\"step\":1,\"name\":\"train/elbo\",\"value\":\"NaN\"}\n")
        .file(
            "result.json",
            """
            {"id": "3fa9c1d20b77", "name": "diverged", "status": "diverged",
             "digest": "sha256:%s", "metrics": {"test/elbo": "-Infinity"}}
            """
                .formatted("0".repeat(64)))
        .evaluation(
            SafeTensors.builder()
                .floats("originals", bad, 2, 3)
                .floats("reconstructions", bad, 2, 3)
                .floats("samples", bad, 2, 3)
                .floats("latent_means", bad, 2, 3)
                .floats("rate_per_dimension", bad, 6));
    String page = written();
    assertTrue(page.contains("\u2212Infinity"));
    assertTrue(page.contains("Some of the recorded latent means are not finite"));
  }

  private String written() throws IOException {
    RunReport.write(folder);
    return Files.readString(folder.resolve("report.html"));
  }
}
