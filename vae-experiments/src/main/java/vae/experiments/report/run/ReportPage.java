package vae.experiments.report.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.likelihood.LikelihoodPanel;
import vae.experiments.likelihood.LikelihoodSamples;
import vae.experiments.quantity.Quantities;
import vae.experiments.recorded.RecordedResult;
import vae.experiments.report.page.Html;
import vae.experiments.report.page.Page;
import vae.experiments.report.page.Section;
import vae.experiments.report.page.SectionWriter;
import vae.experiments.report.text.Measurement;
import vae.experiments.report.text.ShellWord;
import vae.experiments.report.text.SpecText;
import vae.experiments.run.CodeConcerns;

/** Lays the run's data and the drawn sections out as one page that needs nothing else. */
final class ReportPage {

  private final RunData run;
  private final List<Section> sections;
  private final Html html = new Html();
  private final SectionWriter writer = new SectionWriter(html);

  private ReportPage(RunData run, List<Section> sections) {
    this.run = run;
    this.sections = sections;
  }

  static String of(RunData run, List<Section> sections) throws IOException {
    return new ReportPage(run, sections).page();
  }

  private String page() throws IOException {
    String id = run.result().map(RecordedResult::id).orElse("");
    String title = id.isEmpty() ? run.name() : run.name() + " \u00b7 " + id;
    return Page.write(
        html,
        title + " \u00b7 vae report",
        "",
        "",
        () -> new Headline(run, html).write(),
        this::content,
        "run folder");
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
    if (!run.likelihoods().isEmpty()) {
      link("likelihood", "Likelihood");
    }
    link("metrics", "Final metrics");
    if (!run.saved().isEmpty()) {
      link(EvaluationSection.ID, EvaluationSection.TITLE);
    }
    link("spec", "Experiment");
    link("provenance", "Provenance");
    link("check", "Check");
    html.close().line();
    sections.forEach(writer::section);
    likelihood();
    metrics();
    new EvaluationSection(run, html).write(writer);
    spec();
    provenance();
    commands();
  }

  private void link(String id, String title) {
    html.element("a", title, "href", "#" + id).text(" ");
  }

  /** Views of log p(x), where any was measured. */
  private void likelihood() {
    if (run.likelihoods().isEmpty()) {
      return;
    }
    String text =
        "Views of log p(x) in nats, and one number only where they agree. Importance sampling and"
            + " AIS are lower bounds in expectation; the BDMC gap bounds the error of AIS on data"
            + " that the model made, and says nothing of data that it does not resemble.";
    writer.begin("likelihood", "Likelihood", text, false, false);
    List<Map.Entry<String, String>> rows = new ArrayList<>();
    for (LikelihoodPanel panel : run.likelihoods()) {
      panel
          .rows()
          .forEach(it -> rows.add(Map.entry(it.title(), it.value() + " \u00b7 " + it.detail())));
    }
    table("View", "Value", rows, "fact");
    writer.end();
  }

  private void metrics() {
    List<Map.Entry<String, String>> rows = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    run.result()
        .ifPresent(
            result -> {
              result.metrics().forEach((name, value) -> rows.add(row(name, value)));
              result.further().forEach((name, value) -> rows.add(row(name, value)));
              Quantities.PARTS.forEach(part -> concern(part).ifPresent(text::append));
              Quantities.PARTS.forEach(
                  part ->
                      CodeConcerns.of(part, run::number)
                          .forEach(it -> text.append(" Warning, ").append(it).append('.')));
            });
    text.insert(
        0,
        rows.isEmpty()
            ? "The run folder records no final metrics."
            : "As recorded in result.json; \u00b1 is one Monte-Carlo standard error.");
    writer.begin("metrics", "Final metrics", text.toString(), true, rows.isEmpty());
    table("Metric", "Value", rows, "measure");
    writer.end();
  }

  private Map.Entry<String, String> row(String name, Measured measured) {
    Measurement value = RunData.shown(measured);
    String title =
        Quantities.PARTS.stream()
            .filter(part -> name.equals(Quantities.NLL.on(part)))
            .findFirst()
            .flatMap(run::likelihood)
            .map(samples -> samples.title(name))
            .orElse(name);
    String unit = run.quantities().of(name).unit().symbol();
    return Map.entry(title, (value.text() + " " + unit).strip());
  }

  private Optional<String> concern(String part) {
    return run.likelihood(part)
        .flatMap(LikelihoodSamples::concern)
        .map(concern -> " Warning, %s: %s.".formatted(Quantities.NLL.on(part), concern));
  }

  private void provenance() {
    boolean lacking = run.provenance().isEmpty();
    String text =
        lacking
            ? "The run folder has no provenance.json."
            : "What ran, on what, as recorded in provenance.json.";
    writer.begin("provenance", "Provenance", text, true, lacking);
    List<Map.Entry<String, String>> rows = new ArrayList<>();
    run.provenance().ifPresent(it -> flatten("", it.json(), rows));
    table("Fact", "Recorded", rows, "fact");
    writer.end();
  }

  /** Objects become dotted keys, arrays of plain values one row, other arrays numbered keys. */
  private static void flatten(String key, JsonNode json, List<Map.Entry<String, String>> rows) {
    if (json.isObject() && !json.isEmpty()) {
      for (Map.Entry<String, JsonNode> field : json.properties()) {
        flatten(
            key.isEmpty() ? field.getKey() : key + "." + field.getKey(), field.getValue(), rows);
      }
    } else if (json.isArray() && json.valueStream().anyMatch(JsonNode::isContainer)) {
      for (int i = 0; i < json.size(); i++) {
        flatten(key + "[" + i + "]", json.get(i), rows);
      }
    } else if (json.isArray()) {
      rows.add(
          Map.entry(key, String.join(", ", json.valueStream().map(ReportPage::plain).toList())));
    } else {
      rows.add(Map.entry(key, plain(json)));
    }
  }

  private static String plain(JsonNode json) {
    return json.isString() ? json.stringValue() : json.toString();
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
    writer.begin("spec", "Resolved experiment", text, true, false);
    html.open("details", "open", "").element("summary", "experiment.json");
    html.open("pre").element("code", SpecText.of(run.experiment())).close().close();
    writer.end();
  }

  private void commands() {
    String folder = ShellWord.of("runs/" + run.folderName());
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
    writer.begin("check", "Check", text, true, false);
    html.open("pre").element("code", commands).close();
    writer.end();
  }
}
