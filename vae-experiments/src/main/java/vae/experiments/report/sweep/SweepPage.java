package vae.experiments.report.sweep;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import vae.experiments.report.page.Html;
import vae.experiments.report.page.Page;
import vae.experiments.report.page.Section;
import vae.experiments.report.page.SectionWriter;
import vae.experiments.report.plot.ChartStyle;
import vae.experiments.report.sweep.SweepView.Ranked;
import vae.experiments.report.text.ShellWord;

/** Lays a sweep out as one page that needs nothing else and is read without its script too. */
final class SweepPage {

  private final SweepView view;
  private final List<Section> sections;
  private final String folder;
  private final Html html = new Html();
  private final SectionWriter writer = new SectionWriter(html);

  private SweepPage(SweepView view, List<Section> sections, String folder) {
    this.view = view;
    this.sections = sections;
    this.folder = ShellWord.of("runs/" + folder);
  }

  /**
   * The page.
   *
   * @param folder the sweep folder's own name, for the commands
   */
  static String of(SweepView view, List<Section> sections, String folder) throws IOException {
    return new SweepPage(view, sections, folder).page();
  }

  private String page() throws IOException {
    return Page.write(
        html,
        view.results().name() + " \u00b7 vae sweep report",
        ChartStyle.resource("sweep.css"),
        ChartStyle.resource("tables.js"),
        () -> new SweepHeadline(view, html).write(),
        this::content,
        "sweep folder");
  }

  private void content() {
    html.open("nav", "aria-label", "Sections");
    link("groups-table", "Groups");
    sections.forEach(section -> link(section.id(), section.title()));
    link(TroubleSection.ID, TroubleSection.TITLE);
    link("trials-table", "Trials");
    link("again", "Run it again");
    html.close().line();
    SweepTables tables = new SweepTables(view);
    groups(tables);
    for (Section section : sections) {
      section(section);
    }
    TroubleSection.write(view, html, writer);
    trials(tables);
    commands();
  }

  private void link(String id, String title) {
    html.element("a", title, "href", "#" + id).text(" ");
  }

  private void groups(SweepTables tables) {
    String text =
        "One row per group, best first. \u00b1 95 % seeds is half the interval of the mean over"
            + " training seeds; MC error is the standard error of one run's own evaluation. The"
            + " two are kept apart: more seeds narrow the one, more evaluation samples the other.";
    writer.begin("groups-table", "Groups", text, false, false);
    if (view.results().groups().isEmpty()) {
      html.element("p", "The plan has no trials.", "class", "note");
    } else {
      tables.groups().write(html, "tables/");
    }
    writer.end();
  }

  private void trials(SweepTables tables) {
    String text = "One row per trial, in the order of the plan, with what its run measured.";
    writer.begin("trials-table", "Trials", text, false, false);
    if (view.results().groups().isEmpty()) {
      html.element("p", "The plan has no trials.", "class", "note");
    } else {
      tables.trials().write(html, "tables/");
    }
    writer.end();
  }

  private void section(Section section) {
    boolean lacking = section.figures().isEmpty();
    writer.begin(section.id(), section.title(), section.text(), false, lacking);
    if (!lacking) {
      boolean samples = section.id().equals(SampleSection.ID);
      html.open("div", "class", samples ? "figures mosaic" : "figures");
      section.figures().forEach(writer::figure);
      html.close();
    }
    writer.end();
  }

  private void commands() {
    String best =
        best()
            .map(
                run ->
                    """

                    # make a run of the best group again and compare every step, bit for bit
                    ./vae reproduce %s/runs/%s
                    """
                        .formatted(folder, ShellWord.of(run)))
            .orElse("");
    String commands =
        """
        # go on: what is complete stays, what is open is run
        ./vae sweep %1$s --resume

        # run all of it again elsewhere: the same digests come out
        ./vae sweep %1$s/sweep.json --runs again
        %2$s
        # write this page, the figures and the tables again
        ./vae report %1$s
        """
            .formatted(folder, best);
    String text = "The same experiment and data give the same digest, wherever a trial runs.";
    writer.begin("again", "Run it again", text, true, false);
    html.open("pre").element("code", commands).close();
    writer.end();
  }

  /** The folder of a kept run of the best group. */
  private Optional<String> best() {
    return view.ranked().stream()
        .filter(Ranked::best)
        .flatMap(ranked -> ranked.group().trials().stream())
        .flatMap(trial -> trial.folder().stream())
        .map(run -> run.getFileName().toString())
        .findFirst();
  }
}
