package vae.experiments.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Lays the run's data and the drawn sections out as one page that needs nothing else. */
final class ReportPage {

  /** Nothing may be loaded from anywhere, and no script may run. */
  private static final String POLICY =
      "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

  private final RunData run;
  private final List<Section> sections;
  private final Html html = new Html();

  private ReportPage(RunData run, List<Section> sections) {
    this.run = run;
    this.sections = sections;
  }

  static String of(RunData run, List<Section> sections) {
    return new ReportPage(run, sections).page();
  }

  private String page() {
    html.open("html", "lang", "en").line();
    head();
    html.open("body").line();
    html.open("header").line();
    new Headline(run, html).write();
    html.close().line().open("main").line();
    content();
    html.close().line().open("footer");
    html.element("p", "Written by ./vae report from the files of the run folder alone.").close();
    return html.line().close().close().line().document();
  }

  private void head() {
    html.open("head").line().empty("meta", "charset", "utf-8").line();
    html.empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY).line();
    html.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1").line();
    html.empty("meta", "name", "color-scheme", "content", "light dark").line();
    String id = run.result().map(RunResult::id).filter(known -> !known.isEmpty()).orElse("");
    String title = id.isEmpty() ? run.name() : run.name() + " \u00b7 " + id;
    html.element("title", title + " \u00b7 vae report").line();
    html.style(styleSheet()).close().line();
  }

  private static String styleSheet() {
    try (InputStream sheet = ReportPage.class.getResourceAsStream("report.css")) {
      return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void content() {
    if (run.result().isEmpty()) {
      html.element(
          "p",
          "The run folder has no result.json: the run has not ended, or did not end well.",
          "class",
          "note");
    }
    html.line().open("nav", "aria-label", "Sections");
    sections.forEach(section -> link(section.id(), section.title()));
    link("metrics", "Final metrics");
    link("spec", "Experiment");
    link("provenance", "Provenance");
    link("check", "Check");
    html.close().line();
    sections.forEach(this::section);
    metrics();
    spec();
    provenance();
    commands();
  }

  private void link(String id, String title) {
    html.element("a", title, "href", "#" + id).text(" ");
  }

  /** A section whose words stand beside its figure, or above where the figures fill a row. */
  private void section(Section section) {
    boolean row =
        section.figures().stream().allMatch(f -> f instanceof Figure.Chart c && !c.wide());
    begin(section.id(), section.title(), section.text(), !row, section.figures().isEmpty());
    if (!section.figures().isEmpty()) {
      html.open("div", "class", "figures");
      section.figures().forEach(this::figure);
      html.close();
    }
    end();
  }

  private void begin(String id, String title, String text, boolean beside, boolean lacking) {
    html.line()
        .open("section", "id", id, "class", beside && !lacking ? "beside" : "above")
        .open("div");
    html.element("h2", title).line();
    html.element("p", text, "class", lacking ? "note" : "lead").close().line();
  }

  private void end() {
    html.line().close().line();
  }

  private void figure(Figure figure) {
    boolean narrow = figure instanceof Figure.Chart chart && !chart.wide();
    html.line().open("figure", "class", narrow ? "narrow" : "wide");
    switch (figure) {
      case Figure.Chart chart -> {
        String dark = uri("image/svg+xml", chart.dark());
        html.open("picture");
        html.empty("source", "media", "(prefers-color-scheme: dark)", "srcset", dark);
        html.empty("img", "src", uri("image/svg+xml", chart.light()), "alt", chart.alt()).close();
      }
      case Figure.Picture picture -> {
        String width = "width:" + picture.cssWidth() + "px";
        String source = uri("image/png", picture.png());
        html.empty("img", "class", "pixels", "style", width, "alt", picture.alt(), "src", source);
      }
    }
    if (!figure.caption().isEmpty()) {
      html.element("figcaption", figure.caption());
    }
    html.close();
  }

  private static String uri(String type, byte[] bytes) {
    return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(bytes);
  }

  private void metrics() {
    List<Map.Entry<String, String>> rows =
        run.result().stream()
            .flatMap(result -> result.metrics().entrySet().stream())
            .map(metric -> Map.entry(metric.getKey(), metric.getValue().text()))
            .toList();
    String text =
        rows.isEmpty()
            ? "The run folder records no final metrics."
            : "As recorded in result.json; \u00b1 is one Monte-Carlo standard error.";
    begin("metrics", "Final metrics", text, true, rows.isEmpty());
    table("Metric", "Value", rows, "measure");
    end();
  }

  private void provenance() {
    boolean lacking = run.provenance().isEmpty();
    String text =
        lacking
            ? "The run folder has no provenance.json."
            : "What ran, on what, as recorded in provenance.json.";
    begin("provenance", "Provenance", text, true, lacking);
    table("Fact", "Recorded", run.provenance(), "fact");
    end();
  }

  private void table(String key, String value, List<Map.Entry<String, String>> rows, String style) {
    if (rows.isEmpty()) {
      return;
    }
    html.open("div", "class", "scroll")
        .open("table", "class", style + "s")
        .open("thead")
        .open("tr");
    html.element("th", key, "scope", "col").element("th", value, "scope", "col");
    html.close().close().line().open("tbody");
    for (Map.Entry<String, String> row : rows) {
      html.open("tr").element("th", row.getKey(), "scope", "row");
      html.element("td", row.getValue(), "class", style).close().line();
    }
    html.close().close().close();
  }

  private void spec() {
    String text = "The experiment as it ran, with every default written out.";
    begin("spec", "Resolved experiment", text, true, false);
    html.open("details", "open", "").element("summary", "experiment.json");
    html.open("pre").element("code", SpecText.of(run.experiment())).close().close();
    end();
  }

  private void commands() {
    String folder = "runs/" + run.folderName();
    if (!folder.matches("[A-Za-z0-9._/-]+")) {
      folder = "'" + folder.replace("'", "'\\''") + "'";
    }
    String commands =
        """
        # every file against the manifest, and the digest against the parameters
        ./vae verify %1$s

        # make the run again and compare every step, bit for bit
        ./vae reproduce %1$s

        # how to cite it: BibTeX, CITATION.cff or RO-Crate
        ./vae cite %1$s
        """
            .formatted(folder);
    String text =
        "The same experiment and data give the same digest. Cite the run by its id and digest.";
    begin("check", "Check", text, true, false);
    html.open("pre").element("code", commands).close();
    end();
  }
}
