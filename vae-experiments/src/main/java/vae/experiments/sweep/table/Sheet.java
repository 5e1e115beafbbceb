package vae.experiments.sweep.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A comparison laid out for people: headings, rows of cells, and sentences that say what the
 * numbers are. Every format for people shows this, in its own notation.
 */
record Sheet(String title, List<Heading> headings, List<List<Cell>> rows, List<String> notes) {

  enum Kind {
    TEXT,
    NUMBER,
    ESTIMATE
  }

  /**
   * A column's heading.
   *
   * @param detail whether the column is one that a narrow format puts into its notes
   */
  record Heading(String text, Kind kind, boolean detail) {
    Heading(String text, Kind kind) {
      this(text, kind, false);
    }
  }

  /**
   * What stands in a row under a heading.
   *
   * @param error the half width of its interval; empty where there is none
   * @param note after both, such as {@code (n = 2)}; mostly empty
   */
  record Cell(String main, String error, String note, boolean best) {
    static Cell text(String text) {
      return new Cell(text, "", "", false);
    }

    static Cell estimate(SeedSummary summary, String note, boolean best) {
      Rounded rounded = Rounded.of(summary);
      return new Cell(rounded.value(), rounded.error(), note, best);
    }
  }

  private static final Cell ABSENT = Cell.text(PathLabels.ABSENT);

  static Sheet of(GroupComparison comparison) {
    SweepResults results = comparison.results();
    List<Group> groups = comparison.groups();
    List<Heading> headings = new ArrayList<>();
    List<List<Cell>> rows = new ArrayList<>();
    groups.forEach(_ -> rows.add(new ArrayList<>()));
    values(results, groups, headings, rows);
    headings.add(new Heading("n", Kind.NUMBER));
    boolean others = !results.outOfCompetition().isEmpty();
    if (others) {
      headings.add(new Heading("other trials", Kind.TEXT));
    }
    for (int i = 0; i < rows.size(); i++) {
      Group group = groups.get(i);
      rows.get(i).add(Cell.text(Integer.toString(group.count(TrialState.COMPLETE))));
      if (others) {
        rows.get(i).add(Cell.text(others(group)));
      }
    }
    for (String metric : comparison.metrics()) {
      metric(comparison, metric, headings, rows);
    }
    return new Sheet(results.name(), headings, rows, new Notes(comparison).sentences());
  }

  private static void values(
      SweepResults results, List<Group> groups, List<Heading> headings, List<List<Cell>> rows) {
    if (results.varying().isEmpty()) {
      headings.add(new Heading("group", Kind.TEXT));
      for (int i = 0; i < rows.size(); i++) {
        rows.get(i).add(Cell.text(groups.get(i).label()));
      }
    }
    for (Map.Entry<String, String> column : results.shortNames().entrySet()) {
      boolean numbers = true;
      for (int i = 0; i < rows.size(); i++) {
        JsonNode value = groups.get(i).values().get(column.getKey());
        rows.get(i).add(value == null ? ABSENT : Cell.text(PathLabels.value(value)));
        numbers &= value == null || value.isNumber() || value.isNull();
      }
      headings.add(new Heading(column.getValue(), numbers ? Kind.NUMBER : Kind.TEXT));
    }
  }

  private static String others(Group group) {
    return Stream.of(TrialState.values())
        .filter(state -> state != TrialState.COMPLETE && group.count(state) > 0)
        .map(state -> group.count(state) + " " + state.json())
        .collect(Collectors.joining(", "));
  }

  private static void metric(
      GroupComparison comparison, String metric, List<Heading> headings, List<List<Cell>> rows) {
    List<Group> groups = comparison.groups();
    Optional<Group> best = groups.size() > 1 ? comparison.best(metric) : Optional.empty();
    boolean sampled =
        groups.stream()
            .flatMap(it -> it.metric(metric).stream())
            .anyMatch(it -> it.monteCarloError() != 0);
    headings.add(new Heading(comparison.results().title(metric), Kind.ESTIMATE));
    if (sampled) {
      headings.add(new Heading("MC error", Kind.NUMBER, true));
    }
    for (int i = 0; i < rows.size(); i++) {
      Group group = groups.get(i);
      Optional<MetricSummary> summary = group.metric(metric);
      rows.get(i).add(estimate(group, summary, best.filter(group::equals).isPresent()));
      if (sampled) {
        String error =
            summary.map(it -> Rounded.error(it.monteCarloError())).orElse(PathLabels.ABSENT);
        rows.get(i).add(Cell.text(error));
      }
    }
    if (comparison.baseline().isPresent()) {
      differences(comparison, metric, headings, rows);
    }
  }

  private static Cell estimate(Group group, Optional<MetricSummary> summary, boolean best) {
    if (summary.isEmpty()) {
      return ABSENT;
    }
    SeedSummary overSeeds = summary.get().overSeeds();
    boolean fewer = overSeeds.n() != group.count(TrialState.COMPLETE);
    return Cell.estimate(overSeeds, fewer ? "(n = %d)".formatted(overSeeds.n()) : "", best);
  }

  private static void differences(
      GroupComparison comparison, String metric, List<Heading> headings, List<List<Cell>> rows) {
    headings.add(new Heading("Δ " + comparison.results().title(metric), Kind.ESTIMATE));
    headings.add(new Heading("pairs", Kind.NUMBER));
    for (int i = 0; i < rows.size(); i++) {
      Group group = comparison.groups().get(i);
      if (comparison.baseline().filter(it -> it.id().equals(group.id())).isPresent()) {
        rows.get(i).add(Cell.text("baseline"));
        rows.get(i).add(Cell.text(""));
      } else {
        Optional<SeedSummary> paired = comparison.difference(group, metric);
        rows.get(i).add(paired.map(it -> Cell.estimate(it, "", false)).orElse(ABSENT));
        rows.get(i).add(Cell.text(Integer.toString(paired.map(SeedSummary::n).orElse(0))));
      }
    }
  }
}
