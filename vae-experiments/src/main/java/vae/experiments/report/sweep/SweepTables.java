package vae.experiments.report.sweep;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import vae.core.model.Quantity;
import vae.experiments.folder.Folder;
import vae.experiments.report.sweep.DataTable.Cell;
import vae.experiments.report.sweep.DataTable.Column;
import vae.experiments.report.sweep.DataTable.Kind;
import vae.experiments.report.sweep.SweepView.Ranked;
import vae.experiments.report.text.Link;
import vae.experiments.report.text.Measurement;
import vae.experiments.sweep.table.Group;
import vae.experiments.sweep.table.MetricSummary;
import vae.experiments.sweep.table.PathLabels;
import vae.experiments.sweep.table.SeedSummary;
import vae.experiments.sweep.table.SweepResults;
import vae.experiments.sweep.table.TrialResult;
import vae.experiments.sweep.table.TrialState;

/** The two tables of a sweep: one row per group, and one row per trial. */
final class SweepTables {

  private static final int MAX_BYTES = 1_600_000;

  private final SweepView view;
  private final List<String> metrics = new ArrayList<>();

  SweepTables(SweepView view) {
    this.view = view;
    view.goal().ifPresent(goal -> metrics.add(goal.metric()));
    SweepResults results = view.results();
    results.quantities().shownOfReported(results.metrics(), Quantity.Shown.SUMMARY).stream()
        .filter(name -> !metrics.contains(name))
        .forEach(metrics::add);
  }

  /** Groups: the ranked ones, then those without the metric in the order of the plan. */
  DataTable groups() {
    List<Column> columns = new ArrayList<>();
    columns.add(
        new Column("rank", "by the mean, of groups with every seed complete", Kind.NUMBER, false));
    columns.addAll(parameters());
    for (int i = 0; i < metrics.size(); i++) {
      String metric = metrics.get(i);
      String title = SweepNumbers.withUnit(view.results(), metric);
      columns.add(new Column(title, "mean over seeds", Kind.NUMBER, false));
      String interval = "half width of the 95 % interval of the mean over seeds (Student t)";
      columns.add(new Column("\u00b1 95 % seeds", interval, Kind.NUMBER, false));
      if (i == 0) {
        String deviation = "standard deviation over seeds, n \u2212 1";
        columns.add(new Column("sd seeds", deviation, Kind.NUMBER, false));
        String error =
            "mean standard error of each run's own Monte-Carlo evaluation; no seeds in it";
        columns.add(new Column("MC error", error, Kind.NUMBER, false));
        columns.add(new Column("n", "complete seeds", Kind.NUMBER, false));
      }
    }
    columns.add(new Column("trials", "how its trials stand", Kind.TEXT, true));
    columns.add(new Column("group", "the group's id", Kind.CODE, false));
    List<List<Cell>> rows = new ArrayList<>();
    for (int i = 0; i < view.ranked().size(); i++) {
      Group group = view.ranked().get(i).group();
      rows.add(group(group, group.isComplete() ? i + 1 : 0));
    }
    List<Group> ranked = view.ranked().stream().map(Ranked::group).toList();
    Set<Group> known = new HashSet<>(ranked);
    view.results().groups().stream()
        .filter(group -> !known.contains(group))
        .forEach(group -> rows.add(group(group, 0)));
    return new DataTable("groups", "Groups of the sweep", columns, rows, MAX_BYTES);
  }

  private List<Column> parameters() {
    return view.parameters().stream()
        .map(
            parameter -> {
              Kind kind = parameter.numeric() ? Kind.NUMBER : Kind.TEXT;
              return new Column(parameter.name(), parameter.path(), kind, true);
            })
        .toList();
  }

  private List<Cell> group(Group group, int rank) {
    List<Cell> row = new ArrayList<>();
    row.add(rank == 0 ? Cell.of(Double.NaN) : Cell.of(rank));
    row.addAll(values(group));
    for (int i = 0; i < metrics.size(); i++) {
      Optional<MetricSummary> summary = group.metric(metrics.get(i));
      SeedSummary seeds = summary.map(MetricSummary::overSeeds).orElse(null);
      row.add(mean(seeds));
      row.add(half(seeds));
      if (i == 0) {
        row.add(error(seeds == null ? Double.NaN : seeds.deviation()));
        double error = summary.map(MetricSummary::monteCarloError).orElse(Double.NaN);
        row.add(error(error));
        row.add(Cell.of(seeds == null ? 0 : seeds.n()));
      }
    }
    row.add(Cell.of(states(group)));
    row.add(Cell.of(group.id()));
    return row;
  }

  /** The mean with as many decimals as its interval has. */
  private static Cell mean(SeedSummary seeds) {
    if (seeds == null || SweepNumbers.isHuge(seeds.mean())) {
      return Cell.of(seeds == null ? Double.NaN : seeds.mean());
    }
    return new Cell(measured(seeds).valueText(), seeds.mean(), "");
  }

  private static Cell half(SeedSummary seeds) {
    if (seeds == null || Double.isNaN(seeds.halfWidth())) {
      return Cell.of(Double.NaN);
    }
    String text = measured(seeds).errorText();
    boolean plain = !text.isEmpty() && !SweepNumbers.isHuge(seeds.mean());
    String shown = plain ? text.substring(2) : SweepNumbers.error(seeds.halfWidth());
    return new Cell(shown, seeds.halfWidth(), "");
  }

  private static Measurement measured(SeedSummary seeds) {
    boolean known = Double.isFinite(seeds.halfWidth());
    OptionalDouble half = known ? OptionalDouble.of(seeds.halfWidth()) : OptionalDouble.empty();
    return new Measurement(seeds.mean(), half);
  }

  private static Cell error(double value) {
    return new Cell(SweepNumbers.error(value), value, "");
  }

  private List<Cell> values(Group group) {
    List<Cell> cells = new ArrayList<>();
    for (VariedParameter parameter : view.parameters()) {
      double number = parameter.numeric() ? parameter.place(group) : Double.NaN;
      String text = parameter.text(group);
      String shown = Double.isNaN(number) ? text : SweepNumbers.shortened(text);
      cells.add(new Cell(shown.isEmpty() ? PathLabels.ABSENT : shown, number, ""));
    }
    return cells;
  }

  private static String states(Group group) {
    List<String> parts = new ArrayList<>();
    for (TrialState state : TrialState.values()) {
      int count = group.count(state);
      if (count > 0) {
        parts.add(count + " " + state.json());
      }
    }
    return String.join(", ", parts);
  }

  /** Trials in the order of the plan. */
  DataTable trials() {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("trial", "the trial's id", Kind.CODE, false));
    columns.add(new Column("status", "", Kind.TEXT, true));
    columns.addAll(parameters());
    columns.add(new Column("seed", "", Kind.NUMBER, true));
    for (int i = 0; i < metrics.size(); i++) {
      columns.add(
          new Column(
              SweepNumbers.withUnit(view.results(), metrics.get(i)), "", Kind.NUMBER, false));
      if (i == 0) {
        String error = "standard error of the run's own Monte-Carlo evaluation; no seeds in it";
        columns.add(new Column("\u00b1 MC error", error, Kind.NUMBER, false));
      }
    }
    columns.add(new Column("seconds", "wall time of the attempt", Kind.NUMBER, false));
    columns.add(new Column("digest", "first digits; all of it in tables/", Kind.CODE, false));
    columns.add(new Column("run", "the run's folder", Kind.CODE, false));
    List<List<Cell>> rows = new ArrayList<>();
    for (Group group : view.results().groups()) {
      List<Cell> values = values(group);
      group.trials().forEach(trial -> rows.add(trial(trial, values)));
    }
    return new DataTable("trials", "Trials of the sweep", columns, rows, MAX_BYTES);
  }

  private List<Cell> trial(TrialResult trial, List<Cell> values) {
    List<Cell> row = new ArrayList<>();
    row.add(Cell.of(trial.id()));
    row.add(Cell.of(trial.state().json()));
    row.addAll(values);
    row.add(new Cell(Long.toString(trial.seed()), trial.seed(), ""));
    for (int i = 0; i < metrics.size(); i++) {
      double value = trial.value(metrics.get(i)).orElse(Double.NaN);
      row.add(Cell.of(value));
      if (i == 0) {
        row.add(error(trial.standardError(metrics.get(i)).orElse(Double.NaN)));
      }
    }
    row.add(Cell.of(trial.record().isPresent() ? trial.seconds() : Double.NaN));
    String digest = trial.digest().replaceFirst("^sha256:", "");
    row.add(
        Cell.of(digest.isEmpty() ? "\u2013" : digest.substring(0, Math.min(12, digest.length()))));
    row.add(run(trial));
    return row;
  }

  private static Cell run(TrialResult trial) {
    if (trial.folder().isEmpty()) {
      return Cell.of("\u2013");
    }
    Optional<Folder> folder = KeptRun.of(trial);
    String name = KeptRun.name(trial);
    if (folder.isEmpty()) {
      return Cell.of(name + " (not kept)");
    }
    boolean report = KeptRun.has(folder.get(), "report.html");
    return report
        ? new Cell("report", Double.NaN, Link.to("runs", name, "report.html"))
        : Cell.of(name);
  }
}
