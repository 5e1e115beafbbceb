package vae.experiments.sweep.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A comparison as CSV (RFC 4180, lines end in a line feed): numbers with every digit that they
 * have, a number that is not there as an empty cell. A text that a spreadsheet would take for a
 * formula stands behind an apostrophe.
 */
public final class CsvTable {

  /** What spreadsheets begin to compute at. */
  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\t\r]");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?|-Infinity");

  private CsvTable() {}

  /**
   * A row a group: its values by full path, its counts of trials, and of each metric {@code mean},
   * {@code sd} over seeds, {@code half_width} of the 95 % interval, {@code n} and {@code mc_error};
   * with a baseline also the paired difference.
   */
  public static Stream<String> groups(GroupComparison comparison) {
    List<String> header = new ArrayList<>(List.of("group", "label"));
    header.addAll(comparison.results().varying());
    header.add("trials");
    for (TrialState state : TrialState.values()) {
      header.add(state.json());
    }
    for (String metric : comparison.metrics()) {
      List.of("mean", "sd", "half_width", "n", "mc_error")
          .forEach(it -> header.add(metric + "." + it));
      if (comparison.baseline().isPresent()) {
        List.of("difference", "difference_sd", "difference_half_width", "pairs")
            .forEach(it -> header.add(metric + "." + it));
      }
    }
    return Stream.concat(
        Stream.of(line(header)), comparison.groups().stream().map(it -> line(row(comparison, it))));
  }

  private static List<String> row(GroupComparison comparison, Group group) {
    List<String> row = new ArrayList<>(List.of(group.id(), group.label()));
    values(comparison, group, row);
    row.add(Integer.toString(group.trials().size()));
    for (TrialState state : TrialState.values()) {
      row.add(Integer.toString(group.count(state)));
    }
    for (String metric : comparison.metrics()) {
      Optional<MetricSummary> summary = group.metric(metric);
      summary(summary.map(MetricSummary::overSeeds), row);
      row.add(summary.map(it -> number(it.monteCarloError())).orElse(""));
      if (comparison.baseline().isPresent()) {
        summary(comparison.difference(group, metric), row);
      }
    }
    return row;
  }

  private static void summary(Optional<SeedSummary> summary, List<String> row) {
    row.add(summary.map(it -> number(it.mean())).orElse(""));
    row.add(summary.map(it -> number(it.deviation())).orElse(""));
    row.add(summary.map(it -> number(it.halfWidth())).orElse(""));
    row.add(Integer.toString(summary.map(SeedSummary::n).orElse(0)));
  }

  /**
   * A row a trial: its state, digest and run folder, the values of its group, and of each metric
   * the value and its Monte-Carlo standard error.
   */
  public static Stream<String> trials(GroupComparison comparison) {
    List<String> header = new ArrayList<>(List.of("trial", "group", "seed", "status", "epoch"));
    header.addAll(List.of("digest", "folder", "message"));
    header.addAll(comparison.results().varying());
    for (String metric : comparison.metrics()) {
      header.add(metric);
      header.add(metric + ".mc_error");
    }
    return Stream.concat(
        Stream.of(line(header)),
        comparison.groups().stream()
            .flatMap(
                group ->
                    group.trials().stream().map(trial -> line(row(comparison, group, trial)))));
  }

  private static List<String> row(GroupComparison comparison, Group group, TrialResult trial) {
    List<String> row = new ArrayList<>(List.of(trial.id(), group.id()));
    row.add(Long.toString(trial.seed()));
    row.add(trial.state().json());
    row.add(Integer.toString(trial.epoch()));
    row.add(trial.digest());
    row.add(trial.folder().map(it -> it.getFileName().toString()).orElse(""));
    row.add(trial.message());
    values(comparison, group, row);
    for (String metric : comparison.metrics()) {
      row.add(number(trial.value(metric)));
      row.add(number(trial.standardError(metric)));
    }
    return row;
  }

  private static void values(GroupComparison comparison, Group group, List<String> row) {
    Map<String, JsonNode> values = group.values();
    for (String path : comparison.results().varying()) {
      row.add(values.containsKey(path) ? PathLabels.value(values.get(path)) : "");
    }
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? number(value.getAsDouble()) : "";
  }

  /** A number with every digit that it has; nothing where it is not there. */
  public static String number(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  /** A line without its end. */
  public static String line(List<String> cells) {
    return cells.stream().map(CsvTable::quoted).collect(Collectors.joining(","));
  }

  private static String quoted(String text) {
    boolean formula = FORMULA.matcher(text).lookingAt() && !NUMBER.matcher(text).matches();
    String cell = formula ? "'" + text : text;
    boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
  }
}
