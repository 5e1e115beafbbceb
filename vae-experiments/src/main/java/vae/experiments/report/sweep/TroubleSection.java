package vae.experiments.report.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import vae.experiments.folder.Folder;
import vae.experiments.report.page.Html;
import vae.experiments.report.page.SectionWriter;
import vae.experiments.report.text.Link;
import vae.experiments.sweep.table.Group;
import vae.experiments.sweep.table.TrialResult;
import vae.experiments.sweep.table.TrialState;

/** Trials that diverged or failed: what each says, and where its evidence is. */
final class TroubleSection {

  static final String ID = "trouble";
  static final String TITLE = "Diverged and failed trials";
  private static final int MAX_TRIALS = 200;
  private static final int MAX_MESSAGE = 2000;
  private static final String EVIDENCE = "divergence.json";

  private record Trouble(Group group, TrialResult trial) {}

  private TroubleSection() {}

  static void write(SweepView view, Html html, SectionWriter writer) {
    List<Trouble> all = new ArrayList<>();
    for (TrialState state : List.of(TrialState.FAILED, TrialState.DIVERGED)) {
      for (Group group : view.results().groups()) {
        group.trials().stream()
            .filter(trial -> trial.state() == state)
            .forEach(trial -> all.add(new Trouble(group, trial)));
      }
    }
    String text =
        all.isEmpty()
            ? "No trial diverged or failed."
            : "A failed trial ended in an error and has no result; --retry-failed runs it again."
                + " A diverged one met NaN or infinity: that is its result.";
    if (all.size() > MAX_TRIALS) {
      text += " The first %d of %d are listed.".formatted(MAX_TRIALS, all.size());
    }
    writer.begin(ID, TITLE, text, false, all.isEmpty());
    if (!all.isEmpty()) {
      html.open("dl", "class", "trouble");
      all.stream().limit(MAX_TRIALS).forEach(trouble -> entry(trouble, html));
      html.close();
    }
    writer.end();
  }

  private static void entry(Trouble trouble, Html html) {
    TrialResult trial = trouble.trial();
    html.line().open("dt").element("span", trial.state().json(), "class", "status troubled");
    html.element("code", trial.id());
    html.text(" %s, seed %d".formatted(trouble.group().label(), trial.seed())).close();
    String message = trial.message().isEmpty() ? "The record has no message." : trial.message();
    String shown =
        message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) + " \u2026" : message;
    html.element("dd", shown);
    html.open("dd", "class", "label").text("Evidence: ");
    Optional<Folder> folder = KeptRun.of(trial);
    if (folder.isEmpty()) {
      html.text("no run folder was kept.");
    } else {
      String name = KeptRun.name(trial);
      boolean there = KeptRun.has(folder.get(), EVIDENCE);
      String shownPath = "runs/" + name + (there ? "/" + EVIDENCE : "/");
      String link = there ? Link.to("runs", name, EVIDENCE) : Link.to("runs", name) + "/";
      html.open("a", "href", link).element("code", shownPath).close();
    }
    html.close();
  }
}
