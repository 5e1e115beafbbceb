package vae.experiments.report.run;

import java.util.Map;
import vae.experiments.evaluation.Measured;
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
    for (RecordedEvaluation each : run.saved()) {
      html.element("h3", RecordedEvaluation.FOLDER + "/" + each.id());
      html.element("p", each.changes(run.experiment()) + "; " + each.digest());
      html.open("div", "class", "scroll").open("table", "class", "measures").open("tbody");
      for (Map.Entry<String, Measured> value : each.measured().entrySet()) {
        String unit = each.quantities().of(value.getKey()).unit().symbol();
        html.open("tr").element("th", value.getKey(), "scope", "row");
        String shown = (RunData.shown(value.getValue()).text() + " " + unit).strip();
        html.element("td", shown, "class", "measure").close().line();
      }
      html.close().close().close().line();
    }
    writer.end();
  }
}
