package vae.experiments.report.run;

import java.util.Map;
import vae.experiments.evaluation.Measured;
import vae.experiments.likelihood.LikelihoodPanel;
import vae.experiments.recorded.RecordedEvaluation;
import vae.experiments.report.page.Html;
import vae.experiments.report.page.SectionWriter;

/** The saved evaluations of a run: settings, values, digest. */
final class EvaluationSection {

  static final String ID = "evaluations";
  static final String TITLE = "Saved evaluations";

  private final RunData run;
  private final Html html;

  EvaluationSection(RunData run, Html html) {
    this.run = run;
    this.html = html;
  }

  /** Writes nothing where there are none. */
  void write(SectionWriter writer) {
    if (run.saved().isEmpty()) {
      return;
    }
    String text =
        "Further evaluations of the trained model, which `evaluate --save` kept in the run's"
            + " folder. Each has a digest of its own; the run's is what it was.";
    writer.begin(ID, TITLE, text, true, false);
    html.open("div");
    for (RecordedEvaluation each : run.saved()) {
      html.element("h3", RecordedEvaluation.FOLDER + "/" + each.id());
      html.element("p", each.changes(run.experiment()), "class", "lead");
      html.open("p", "class", "digest").element("span", "digest", "class", "label");
      html.element("code", each.digest()).close().line();
      for (LikelihoodPanel panel : LikelihoodPanel.all(each.measured())) {
        LikelihoodPanel.Row verdict = panel.rows().getLast();
        html.open("p").element("strong", verdict.title() + ": " + verdict.value());
        html.text(" \u00b7 " + verdict.detail()).close().line();
      }
      html.open("div", "class", "scroll").open("table", "class", "measures").open("tbody");
      for (Map.Entry<String, Measured> value : each.measured().entrySet()) {
        String unit = each.quantities().of(value.getKey()).unit().symbol();
        html.open("tr").element("th", value.getKey(), "scope", "row");
        String shown = (RunData.shown(value.getValue()).text() + " " + unit).strip();
        html.element("td", shown, "class", "measure").close().line();
      }
      html.close().close().close().line();
    }
    html.close();
    writer.end();
  }
}
