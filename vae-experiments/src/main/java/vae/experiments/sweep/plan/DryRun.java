package vae.experiments.sweep.plan;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.spec.Json;
import vae.experiments.spec.PrettyJson;
import vae.experiments.sweep.Goal;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.table.PaddedRows;

/** What {@code vae sweep --dry-run} prints: the first trials, how many there are, how long. */
public final class DryRun {

  private static final int SHOWN = 10;
  private static final int MAX_COLUMNS = 40;
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;
  private static final int DAY = 86_400;

  private DryRun() {}

  /** The text, lines ended; the estimate is empty where nothing could be measured. */
  public static String text(Sweep sweep, Optional<SweepEstimate> estimate, int workers) {
    StringBuilder text = new StringBuilder(size(sweep));
    List<Trial> first = sweep.trials().subList(0, Math.min(SHOWN, sweep.trials().size()));
    table(text, first);
    if (sweep.trials().size() > first.size()) {
      text.append("  … and %d more\n".formatted(sweep.trials().size() - first.size()));
    }
    text.append(estimate.map(it -> time(it, workers)).orElse("estimated time: not known\n"));
    return text.toString();
  }

  public static ObjectNode json(Sweep sweep, Optional<SweepEstimate> estimate, int workers) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("sweep", sweep.name()).put("trials", sweep.trials().size());
    json.put("groups", groups(sweep)).put("seeds", seeds(sweep)).put("workers", workers);
    json.put("metric", sweep.goal().metric());
    estimate.ifPresentOrElse(
        it -> json.put("seconds", it.seconds()), () -> json.putNull("seconds"));
    return json;
  }

  private static long groups(Sweep sweep) {
    return sweep.trials().stream().map(Trial::group).distinct().count();
  }

  private static long seeds(Sweep sweep) {
    return sweep.trials().stream().map(Trial::seed).distinct().count();
  }

  private static String size(Sweep sweep) {
    Goal goal = sweep.goal();
    StringBuilder text =
        new StringBuilder(
            "sweep %s: %s, %s, %s; %s is %s\n"
                .formatted(
                    sweep.name(),
                    count(sweep.trials().size(), "trial"),
                    count(groups(sweep), "group"),
                    count(seeds(sweep), "seed"),
                    goal.metric(),
                    goal.maximize() ? "maximized" : "minimized"));
    sweep
        .rungs()
        .ifPresent(
            rungs ->
                text.append(
                    "trials pause after %s epochs; one group in %d continues\n"
                        .formatted(
                            rungs.epochs().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", ")),
                            rungs.factor())));
    return text.toString();
  }

  private static String count(long number, String what) {
    return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }

  private static void table(StringBuilder text, List<Trial> trials) {
    Set<String> paths = new LinkedHashSet<>();
    trials.forEach(trial -> paths.addAll(trial.parameters().keySet()));
    List<List<String>> rows = new ArrayList<>();
    List<String> head = new ArrayList<>(List.of("trial"));
    head.addAll(paths);
    head.add("seed");
    rows.add(head);
    for (Trial trial : trials) {
      List<String> row = new ArrayList<>(List.of(trial.id()));
      paths.forEach(path -> row.add(cell(trial.parameters().get(path))));
      row.add(Long.toString(trial.seed()));
      rows.add(row);
    }
    for (List<String> row : PaddedRows.of(rows, new boolean[head.size()])) {
      text.append(("  " + String.join("  ", row)).stripTrailing()).append('\n');
    }
  }

  /** A dash where the parameter does not apply. */
  private static String cell(JsonNode value) {
    if (value == null) {
      return "–";
    }
    String text = PrettyJson.line(value);
    return text.length() <= MAX_COLUMNS ? text : text.substring(0, MAX_COLUMNS - 1) + "…";
  }

  private static String time(SweepEstimate estimate, int workers) {
    String shared =
        workers == 1
            ? ""
            : ", %s with %d workers".formatted(duration(estimate.seconds() / workers), workers);
    return "estimated time: %s with one worker%s; from steps of %s on this machine, start-up and checkpoints not counted\n"
        .formatted(duration(estimate.seconds()), shared, count(estimate.measured(), "trial"));
  }

  /** Two units at most: {@code 3 h 20 min}. */
  static String duration(double seconds) {
    long whole = Math.max(1, Math.round(seconds));
    if (whole < 2 * MINUTE) {
      return "%d s".formatted(whole);
    }
    if (whole < 2 * HOUR) {
      return "%d min".formatted(Math.round(whole / (double) MINUTE));
    }
    if (whole < 2 * DAY) {
      return "%d h %d min".formatted(whole / HOUR, whole % HOUR / MINUTE);
    }
    return String.format(Locale.ROOT, "%.1f days", whole / (double) DAY);
  }
}
