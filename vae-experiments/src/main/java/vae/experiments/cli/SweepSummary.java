package vae.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.spec.PrettyJson;
import vae.experiments.sweep.Records;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.Trial;
import vae.experiments.sweep.TrialRecord;
import vae.experiments.sweep.drive.FrozenSweep;
import vae.experiments.sweep.drive.SweepState;

/** What a person wants to know when a sweep ends. */
final class SweepSummary {

  private static final int MOST_GROUPS = 10;

  private SweepSummary() {}

  /** Counts, the best groups, and where it all is. */
  static void print(PrintWriter out, SweepFolder folder, FrozenSweep sweep, SweepState state)
      throws IOException {
    out.println(counts(state));
    best(out, sweep, Records.read(folder.results()));
    out.println(folder.path());
  }

  private static String counts(SweepState state) {
    StringJoiner text = new StringJoiner("   ");
    text.add(state.trials() + (state.trials() == 1 ? " trial:" : " trials:"));
    text.add(state.complete() + " complete");
    add(text, state.stopped(), "stopped at a rung");
    add(text, state.diverged().size(), "diverged");
    add(text, state.failed().size(), "failed");
    add(text, state.pending(), "pending");
    return text.toString();
  }

  private static void add(StringJoiner text, int count, String what) {
    if (count > 0) {
      text.add(count + " " + what);
    }
  }

  /** Groups by the mean of the metric over the seeds that are complete. */
  private static void best(PrintWriter out, FrozenSweep sweep, Records records) {
    String metric = sweep.metric().name();
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Trial trial : sweep.trials()) {
      Optional<TrialRecord> record = records.of(trial);
      Measured value = record.map(it -> it.metrics().get(metric)).orElse(null);
      if (value != null && record.get().status() == TrialRecord.Status.COMPLETE) {
        rows.computeIfAbsent(trial.group(), _ -> new Row(trial)).add(value.value());
      }
    }
    Comparator<Row> order = Comparator.comparing(Row::mean);
    List<Row> ranked = new ArrayList<>(rows.values());
    ranked.sort(sweep.metric().maximize() ? order.reversed() : order);
    if (!ranked.isEmpty()) {
      out.printf("  %s, mean over seeds, best first%n", metric);
      ranked.stream().limit(MOST_GROUPS).forEach(row -> out.println("  " + row.text()));
      if (ranked.size() > MOST_GROUPS) {
        out.printf("  and %d more%n", ranked.size() - MOST_GROUPS);
      }
    }
  }

  /** A group that has a complete trial. */
  private static final class Row {

    private final Trial first;
    private double sum;
    private int count;

    private Row(Trial first) {
      this.first = first;
    }

    private void add(double value) {
      sum += value;
      count++;
    }

    private double mean() {
      return sum / count;
    }

    private String text() {
      StringJoiner set = new StringJoiner(" ");
      first.parameters().forEach((path, value) -> set.add(path + "=" + PrettyJson.line(value)));
      String mean = String.format(Locale.ROOT, "%12.3f   n %-3d  ", mean(), count);
      return TrialText.cut(mean + set, Paragraph.WIDTH - 2);
    }
  }

  /** The counts for programs. */
  static ObjectNode json(SweepFolder folder, SweepState state) {
    return JsonMapper.shared()
        .createObjectNode()
        .put("sweep", folder.path().toString())
        .put("trials", state.trials())
        .put("complete", state.complete())
        .put("stopped", state.stopped())
        .put("diverged", state.diverged().size())
        .put("failed", state.failed().size())
        .put("pending", state.pending());
  }
}
