package vae.experiments.report.sweep;

import java.util.List;
import java.util.Optional;
import vae.experiments.report.page.Html;
import vae.experiments.report.sweep.SweepView.Ranked;
import vae.experiments.report.text.NaturalOrder;
import vae.experiments.sweep.table.SeedSummary;
import vae.experiments.sweep.table.SweepResults;
import vae.experiments.sweep.table.TrialResult;
import vae.experiments.sweep.table.TrialState;

/** The top of a sweep's page: what was swept, how its trials stand, and the best group. */
record SweepHeadline(SweepView view, Html html) {

  private static final int MAX_VALUES = 8;
  private static final int MAX_DIGESTS = 100;

  void write() {
    SweepResults results = view.results();
    html.element("p", "vae sweep report", "class", "kicker");
    html.element("h1", results.name()).line();
    html.element("p", summary(results), "class", "identity");
    counts(results);
    parameters();
    best();
  }

  private static String summary(SweepResults results) {
    int trials = results.trials();
    int groups = results.groups().size();
    return "%d %s in %d %s; trials of one group differ in nothing but the seed."
        .formatted(
            trials, trials == 1 ? "trial" : "trials", groups, groups == 1 ? "group" : "groups");
  }

  private void counts(SweepResults results) {
    html.open("ul", "class", "counts", "aria-label", "How the trials stand");
    for (TrialState state : TrialState.values()) {
      int count = results.count(state);
      boolean troubled = state == TrialState.FAILED || state == TrialState.DIVERGED;
      String colour = troubled ? "status troubled" : "status";
      boolean quiet = count == 0 || state == TrialState.PAUSED || state == TrialState.PENDING;
      html.open("li");
      html.element("span", count + " " + state.json(), "class", quiet ? "status open" : colour);
      html.close();
    }
    html.close().line();
  }

  private void parameters() {
    html.open("ul", "class", "components", "aria-label", "What was swept");
    for (VariedParameter parameter : view.parameters()) {
      html.open("li").element("span", parameter.path(), "class", "label");
      html.text(" " + values(parameter)).close();
    }
    if (view.parameters().isEmpty()) {
      html.element("li", "nothing varies but the seed");
    }
    html.close().line();
  }

  /** The values, or where they are many the first and the last. */
  private String values(VariedParameter parameter) {
    List<String> values =
        view.results().groups().stream()
            .map(parameter::text)
            .filter(text -> !text.isEmpty())
            .distinct()
            .sorted(new NaturalOrder())
            .map(SweepNumbers::shortened)
            .toList();
    return values.size() <= MAX_VALUES
        ? String.join(", ", values)
        : "%s \u2026 %s (%d values)".formatted(values.getFirst(), values.getLast(), values.size());
  }

  private void best() {
    html.open("div", "class", "best");
    Optional<Ranked> best = view.ranked().stream().filter(Ranked::best).findFirst();
    if (best.isPresent()) {
      best(best.get());
    } else {
      html.element("p", "Best group", "class", "label");
      html.element("p", noBest(), "class", "absent");
    }
    html.close().line();
  }

  private String noBest() {
    if (view.goal().isEmpty()) {
      return "sweep.json names no metric, so none is the best.";
    }
    return "None yet: a group competes once all of its seeds are complete and have %s."
        .formatted(view.metric());
  }

  private void best(Ranked best) {
    SeedSummary seeds = best.seeds();
    boolean maximize = view.goal().orElseThrow().maximize();
    String title =
        "Best group: %2$s %1$s".formatted(view.metricTitle(), maximize ? "highest" : "lowest");
    html.element("p", title, "class", "label");
    html.open("p", "class", "value").text(SweepNumbers.interval(seeds) + " ");
    html.element("span", unit(seeds), "class", "unit").close();
    html.element("p", best.group().label());
    double error = best.summary().monteCarloError();
    String carlo =
        Double.isNaN(error)
            ? "The Monte-Carlo error of a run's evaluation was not measured: it is of one draw."
            : error == 0
                ? "The metric has no Monte-Carlo error."
                : "Monte-Carlo standard error of one run's evaluation: %s (apart from the interval)."
                    .formatted(SweepNumbers.error(error));
    html.element("p", carlo, "class", "quiet");
    if (view.goal().orElseThrow().onTestData() && view.results().groups().size() > 1) {
      html.element("p", "Chosen on test data: its value there is optimistic.", "class", "quiet");
    }
    int out = view.results().outOfCompetition().size();
    if (out > 0) {
      html.element(
          "p",
          "%d %s out of competition: not all of the seeds are complete."
              .formatted(out, out == 1 ? "group is" : "groups are"),
          "class",
          "quiet");
    }
    html.open("details").element("summary", "Digests of its %d runs".formatted(seeds.n()));
    html.open("ul");
    for (TrialResult trial : best.group().trials().stream().limit(MAX_DIGESTS).toList()) {
      html.open("li").text("seed %d, trial ".formatted(trial.seed()));
      html.element("code", trial.id()).text(": ").element("code", trial.digest()).close();
    }
    html.close().close();
  }

  private static String unit(SeedSummary seeds) {
    return seeds.n() < 2
        ? "one seed, no interval"
        : "mean and 95 %% interval over %d seeds (Student t)".formatted(seeds.n());
  }
}
