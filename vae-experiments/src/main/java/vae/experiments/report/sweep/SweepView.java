package vae.experiments.report.sweep;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import vae.core.model.Quantity;
import vae.experiments.quantity.Quantities;
import vae.experiments.report.plot.ColourScale;
import vae.experiments.sweep.Goal;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.table.Group;
import vae.experiments.sweep.table.MetricSummary;
import vae.experiments.sweep.table.SeedSummary;
import vae.experiments.sweep.table.SweepResults;

/**
 * What the sections of a sweep's page draw: its groups from the best to the worst.
 *
 * @param goal the metric that ranks; empty where no metric is known
 * @param ranked groups that have the metric, best first; those that lack seeds come last
 * @param drawn those of them that the figures show
 * @param farOff how many were left out of the figures since their values would press the rest flat
 */
record SweepView(
    SweepFolder folder,
    SweepResults results,
    Optional<Goal> goal,
    List<Ranked> ranked,
    List<Ranked> drawn,
    int farOff,
    List<VariedParameter> parameters) {

  /** Figures show at most this many groups, the best ones. */
  static final int MAX_GROUPS = 200;

  record Ranked(Group group, MetricSummary summary, boolean best) {

    SeedSummary seeds() {
      return summary.overSeeds();
    }

    double mean() {
      return summary.overSeeds().mean();
    }

    /** The group's label and its value, for people. */
    String words(String metric) {
      return "%s: %s %s".formatted(group.label(), metric, SweepNumbers.interval(seeds()));
    }
  }

  static SweepView of(SweepFolder folder, SweepResults results) {
    Optional<Goal> goal = goal(results);
    List<Ranked> ranked = new ArrayList<>();
    if (goal.isPresent()) {
      Group best = results.best(goal.get()).orElse(null);
      for (Group group : results.groups()) {
        group
            .metric(goal.get().metric())
            .filter(summary -> Double.isFinite(summary.overSeeds().mean()))
            .ifPresent(summary -> ranked.add(new Ranked(group, summary, group == best)));
      }
      Comparator<Ranked> ascending = Comparator.comparingDouble(Ranked::mean);
      Comparator<Ranked> better = goal.get().maximize() ? ascending.reversed() : ascending;
      Comparator<Ranked> competing = Comparator.comparing(it -> !it.group().isComplete());
      ranked.sort(competing.thenComparing(better));
    }
    List<Ranked> top = ranked.subList(0, Math.min(MAX_GROUPS, ranked.size()));
    List<Ranked> drawn = withoutFarOff(top);
    List<Group> groups = drawn.stream().map(Ranked::group).toList();
    List<VariedParameter> parameters =
        results.varying().stream()
            .map(path -> VariedParameter.of(path, results.shortNames().get(path), groups))
            .toList();
    return new SweepView(
        folder, results, goal, List.copyOf(ranked), drawn, top.size() - drawn.size(), parameters);
  }

  private static Optional<Goal> goal(SweepResults results) {
    Quantities quantities = results.quantities();
    return results
        .goal()
        .or(
            () ->
                quantities.shownOfReported(results.metrics(), Quantity.Shown.EVERYWHERE).stream()
                    .flatMap(it -> Goal.of(it, quantities.of(it)).stream())
                    .findFirst());
  }

  /** Leaves out what is worse than the middle half by more than ten times its width. */
  private static List<Ranked> withoutFarOff(List<Ranked> top) {
    double[] means = top.stream().mapToDouble(Ranked::mean).sorted().toArray();
    if (means.length < 8) {
      return List.copyOf(top);
    }
    double low = means[means.length / 4];
    double high = means[3 * means.length / 4];
    double room = 10 * (high - low);
    return room == 0
        ? List.copyOf(top)
        : top.stream().filter(r -> r.mean() >= low - room && r.mean() <= high + room).toList();
  }

  String metric() {
    return goal.map(Goal::metric).orElse("");
  }

  String metricTitle() {
    return SweepNumbers.withUnit(results, metric());
  }

  /** The colours of the metric over the groups that are drawn. */
  ColourScale colours() {
    double[] means = drawn.stream().mapToDouble(Ranked::mean).toArray();
    return ColourScale.of(metricTitle(), means, goal.map(Goal::maximize).orElse(true));
  }

  /** What the figures do not show, as a sentence; empty where they show every group. */
  String omitted() {
    StringBuilder text = new StringBuilder();
    int more = ranked.size() - Math.min(MAX_GROUPS, ranked.size());
    if (more > 0) {
      text.append(" The best %d groups are drawn, %d more are not.".formatted(MAX_GROUPS, more));
    }
    if (farOff > 0) {
      text.append(
          " %s far off and left out of the figures."
              .formatted(farOff == 1 ? "One group is" : farOff + " groups are"));
    }
    return text.toString();
  }

  /** Why there is nothing to draw; empty where there is something. */
  Optional<String> nothing() {
    if (goal.isEmpty()) {
      return Optional.of(
          "Nothing to draw: sweep.json names no metric, and no complete trial has one of which a"
              + " direction is better.");
    }
    return drawn.isEmpty()
        ? Optional.of("Nothing to draw yet: no complete trial has %s.".formatted(metric()))
        : Optional.empty();
  }
}
