package vae.experiments.report.sweep;

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
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vae.experiments.run.folder.RunFolderException;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord.Status;

final class SweepReportTest {

  static final List<String> SECTIONS =
      List.of(
          "groups-table",
          "parameters",
          "together",
          "learning-curves",
          "rate-distortion",
          "samples",
          "trouble",
          "trials-table",
          "again");

  @TempDir private Path root;

  private String written(Path folder) throws IOException {
    SweepReport.write(folder);
    return Files.readString(folder.resolve("report.html"));
  }

  private String example() throws IOException {
    return written(SweepReportFixture.example(root.resolve("a.sweep")));
  }

  @Test
  void everySectionIsThereAndLinked() throws IOException {
    String page = example();
    for (String section : SECTIONS) {
      assertTrue(page.contains("<section id=\"" + section + "\""), section);
      assertTrue(page.contains("href=\"#" + section + "\""), section);
    }
    assertFalse(page.contains("class=\"note\""), "a section of a full sweep lacks something");
  }

  @Test
  void headlineTellsCountsTheBestGroupItsIntervalAndItsDigests() throws IOException {
    String page = example();
    for (String count : List.of("18 complete", "1 diverged", "1 failed", "1 paused", "1 pending")) {
      assertTrue(page.contains(">" + count + "</span>"), count);
    }
    // -30.25, -30, -29.75: sd 0.25, t(2) 4.3027 × 0.25 / √3 = 0.6210
    assertTrue(page.contains("\u221230.00 \u00b1 0.62 <"), "mean and interval");
    assertTrue(page.contains("mean and 95 % interval over 3 seeds (Student t)"));
    assertTrue(page.contains("learningRate=0.01, net=wide"));
    for (int seed = 1; seed <= 3; seed++) {
      String id = "%08x%04x".formatted(5, seed);
      assertTrue(page.contains("<code>sha256:" + id.repeat(5) + "</code>"), "digest of " + seed);
    }
    assertTrue(page.contains("4 groups are out of competition"));
  }

  @Test
  void bothErrorsAreInTheTableApart() throws IOException {
    String page = example();
    String row = row(page, "groups", "wide");
    assertTrue(row.contains(">0.62<"), "the interval over seeds: " + row);
    assertTrue(row.contains(">0.13<"), "the Monte-Carlo error, 0.125 rounded: " + row);
    assertTrue(page.contains("half width of the 95 % interval of the mean over seeds"));
    assertTrue(page.contains("no seeds in it"));
  }

  /** The first row of a table that has a cell of this text. */
  private static String row(String page, String table, String cell) {
    String rows = page.substring(page.indexOf("<table id=\"" + table + "\""));
    Matcher matcher = Pattern.compile("<tr>(?:(?!</tr>).)*>" + cell + "<.*?</tr>").matcher(rows);
    assertTrue(matcher.find(), cell);
    return matcher.group();
  }

  @Test
  void troubleIsNamedWithItsMessageAndEvidence() throws IOException {
    Path folder = SweepReportFixture.example(root.resolve("a.sweep"));
    Path run = Files.createDirectories(folder.resolve("runs/run-000000060001"));
    Files.writeString(run.resolve("divergence.json"), "{}");
    String page = written(folder);
    String trouble = page.substring(page.indexOf("<section id=\"trouble\""));
    trouble = trouble.substring(0, trouble.indexOf("</section>"));
    assertTrue(trouble.contains("<dd>loss is NaN at step 7</dd>"), trouble);
    assertTrue(trouble.contains("<dd>no memory left</dd>"), trouble);
    assertTrue(trouble.contains("href=\"runs/run-000000060001/divergence.json\""), trouble);
    assertTrue(trouble.contains("no run folder was kept"), trouble);
    assertTrue(trouble.indexOf(">failed<") < trouble.indexOf(">diverged<"), "failures come first");
  }

  @Test
  void keptRunsAreLinkedAndOthersAreSaidToBeGone() throws IOException {
    String page = example();
    assertTrue(page.contains("<a href=\"runs/run-000000050001/report.html\">report</a>"));
    assertTrue(page.contains("run-000000000001 (not kept)"));
    assertTrue(page.contains("runs of theirs are not in the folder"));
    assertTrue(page.contains("Without samples in a kept run: "));
  }

  @Test
  void aSweepOverBetaTracesACurveForEachOtherValue() throws Exception {
    SweepReportFixture sweep = new SweepReportFixture(root.resolve("beta.sweep"));
    int group = 0;
    for (String net : List.of("plain", "wide")) {
      for (double beta : List.of(4.0, 0.5, 1.0)) {
        Trial trial = sweep.trial(group++, 1, Map.of("estimator.beta", beta, "net", net));
        sweep.complete(
            trial, Map.of("test/elbo", -40.0, "test/rate", 9 / beta, "test/distortion", 20 * beta));
      }
    }
    Path folder = sweep.write("beta", "test/elbo");
    String page = written(folder);
    assertTrue(page.contains("Rate-distortion curve over β"), "the caption");
    assertTrue(page.contains("β = 0.5"), "points have their beta");
    assertTrue(page.contains("net = wide"), "the legend");
    Path curve = folder.resolve("figures/rate-distortion-curve.svg");
    checkSvg(Files.readAllBytes(curve));
    String drawn = Files.readString(curve);
    assertTrue(drawn.indexOf("β = 0.5") < drawn.indexOf("β = 4"), "along the curve");
    assertFalse(example().contains("Rate-distortion curve"), "nothing where beta is one");
  }

  @Test
  void figuresAreFilesOfTheirOwnInLightAndDark() throws Exception {
    Path folder = SweepReportFixture.example(root.resolve("a.sweep"));
    written(folder);
    List<String> names =
        List.of(
            "metric-by-learningRate",
            "metric-by-net",
            "parallel-coordinates",
            "heat-map-learningRate-and-net",
            "learning-curves",
            "rate-distortion");
    for (String name : names) {
      for (String suffix : List.of("", "-dark")) {
        checkSvg(Files.readAllBytes(folder.resolve("figures/" + name + suffix + ".svg")));
      }
    }
    assertTrue(Files.exists(folder.resolve("figures/samples-01-000000000005.png")));
    try (Stream<Path> files = Files.list(folder.resolve("figures"))) {
      assertEquals(2 * names.size() + 1, files.count(), "nothing else is left");
    }
  }

  /** Well-formed, with every colour written out, and nothing that runs or loads. */
  private static void checkSvg(byte[] svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    var root =
        factory.newDocumentBuilder().parse(new ByteArrayInputStream(svg)).getDocumentElement();
    assertEquals("svg", root.getTagName());
    String text = new String(svg, StandardCharsets.UTF_8);
    assertFalse(text.contains("var("), "a colour that needs a page");
    assertFalse(text.contains("NaN") || text.contains("Infinity"), "a coordinate that is none");
    assertFalse(text.replaceFirst("xmlns=\"[^\"]*\"", "").contains("http"), "an address");
    assertFalse(text.contains("<script") || text.contains("<image"), "more than shapes");
  }

  @Test
  void everyFigureHasWordsThatStandInForIt() throws IOException {
    String page = example();
    // a drawing's inner viewport has a place in it and is covered by the drawing's words
    Matcher drawings = Pattern.compile("<svg (?!x=)[^>]*>|<img [^>]*>").matcher(page);
    int count = 0;
    while (drawings.find()) {
      count++;
      String tag = drawings.group();
      assertTrue(tag.matches("(?s).* (alt|aria-label)=\"[^\"]{10,}\".*"), tag);
    }
    assertEquals(7, count);
    assertEquals(7, page.split("<figcaption>", -1).length - 1);
  }

  @Test
  void onlyThePagesOwnScriptMayRunAndNothingIsLoaded() throws Exception {
    String page = example();
    Matcher script = Pattern.compile("(?s)<script>(.*?)</script>").matcher(page);
    assertTrue(script.find());
    byte[] hash =
        MessageDigest.getInstance("SHA-256")
            .digest(script.group(1).getBytes(StandardCharsets.UTF_8));
    String allowed = "script-src &#39;sha256-" + Base64.getEncoder().encodeToString(hash) + "&#39;";
    assertTrue(page.contains(allowed), "the policy allows another script");
    assertFalse(script.find(), "a second script");
    Matcher sources = Pattern.compile("(?:src|srcset)=\"([^\"]*)\"").matcher(page);
    while (sources.find()) {
      assertTrue(sources.group(1).startsWith("data:image/"), sources.group(1));
    }
    for (String forbidden : List.of("http://", "https://", "@import", "url(", "<link", "onclick")) {
      assertFalse(page.contains(forbidden), forbidden);
    }
  }

  @Test
  void textFromFilesNeverBecomesMarkup() throws IOException {
    String hostile = "</script><script>alert('x')</script>&\"<img src=x onerror=y>";
    SweepReportFixture sweep = new SweepReportFixture(root.resolve("h.sweep"));
    for (int group = 0; group < 3; group++) {
      Map<String, Object> values = new TreeMap<>(Map.of(hostile, hostile + group, "other", group));
      sweep.complete(sweep.trial(group, 1, values), Map.of("test/elbo", -1.0 * group));
    }
    sweep.ended(sweep.trial(4, 1, Map.of(hostile, hostile, "other", 4)), Status.FAILED, hostile);
    String page = written(sweep.write("h", "test/elbo"));
    assertEquals(1, page.split("<script>", -1).length - 1, "a script got in");
    assertFalse(page.contains("<img src=x"), "an element got in");
    assertEquals(
        3, page.split("</script>", -1).length - 1, "a script or its data was ended by a value");
  }

  @Test
  void sameFolderMakesTheSameBytesWhateverTheLocale() throws IOException {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      Path one = SweepReportFixture.example(root.resolve("one/a.sweep"));
      SweepReport.write(one);
      Locale.setDefault(Locale.US);
      Path two = SweepReportFixture.example(root.resolve("two/a.sweep"));
      SweepReport.write(two);
      SweepReport.write(two);
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
  void aSweepThatHasJustBegunSaysWhatIsAbsent() throws IOException {
    SweepReportFixture sweep = new SweepReportFixture(root.resolve("b.sweep"));
    for (int group = 0; group < 4; group++) {
      sweep.trial(group, 1, Map.of("latentSize", group + 2));
    }
    String page = written(sweep.write("begun", "test/elbo"));
    assertTrue(page.contains(">4 pending</span>"));
    assertTrue(page.contains("None yet: a group competes once all of its seeds are complete"));
    assertTrue(page.contains("Nothing to draw yet: no complete trial has test/elbo."));
    assertTrue(page.contains("No trial diverged or failed."));
    assertTrue(row(page, "groups", "1 pending").contains(">2<"));
  }

  @Test
  void groupsInMidSweepAreShownButNoneIsTheBest() throws IOException {
    SweepReportFixture sweep = new SweepReportFixture(root.resolve("m.sweep"));
    for (int group = 0; group < 2; group++) {
      Map<String, Object> values = Map.of("latentSize", group + 2);
      sweep.complete(sweep.trial(group, 1, values), Map.of("test/elbo", -30.0 - group));
      sweep.trial(group, 2, values);
    }
    String page = written(sweep.write("midway", "test/elbo"));
    assertTrue(page.contains("None yet: a group competes"));
    assertTrue(row(page, "groups", "\u221230").contains("1 complete, 1 pending"));
    assertTrue(page.contains("<svg class=\"chart"), "what there is so far is drawn");
  }

  @Test
  void aPlanWithoutTrialsAndASweepWithoutMetricAreSaid() throws IOException {
    String none = written(new SweepReportFixture(root.resolve("n.sweep")).write("none", ""));
    assertTrue(none.contains("The plan has no trials."));
    assertTrue(none.contains("sweep.json names no metric"));
  }

  @Test
  void anUnreadableRunIsNamedAndTheRestIsShown() throws IOException {
    Path folder = SweepReportFixture.example(root.resolve("u.sweep"));
    Files.writeString(folder.resolve("runs/run-000000050002/metrics.jsonl"), "{\n{\n");
    String page = written(folder);
    assertTrue(page.contains("Not readable: runs/run-000000050002/metrics.jsonl."));
    assertTrue(Files.exists(folder.resolve("figures/learning-curves.svg")));
  }

  @Test
  void aThousandGroupsStayOnePageOfAFewMegabytes() throws IOException {
    SweepReportFixture sweep = new SweepReportFixture(root.resolve("t.sweep"));
    for (int group = 0; group < 1000; group++) {
      Map<String, Object> values = new TreeMap<>();
      values.put("latentSize", 1 + group % 50);
      values.put("learningRate", 1e-5 * (group + 1));
      values.put("net", "net-" + group % 7);
      for (int seed = 1; seed <= 2; seed++) {
        Trial trial = sweep.trial(group, seed, values);
        double elbo = -30 - (group % 50) - 0.5 * seed - (group == 7 ? 1e9 : 0);
        sweep.complete(trial, Map.of("test/elbo", elbo, "test/rate", 9.0, "test/distortion", 3.0));
      }
    }
    String page = written(sweep.write("thousand", "test/elbo"));
    assertTrue(page.length() < 5_000_000, page.length() + " bytes");
    assertTrue(page.contains("The best 200 groups are drawn, 800 more are not."));
    assertTrue(page.contains("200 of 1000 rows."));
    assertTrue(page.contains("All are in tables/."));
  }

  @Test
  void aFolderThatIsNoSweepIsRefused() {
    RunFolderException refused =
        assertThrows(RunFolderException.class, () -> SweepReport.write(root));
    assertTrue(refused.getMessage().contains("expected the folder of a sweep"));
  }
}
