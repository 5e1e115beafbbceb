package vae.experiments.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.spec.Json;
import vae.experiments.sweep.SweepFolder;
import vae.experiments.sweep.driver.FrozenSweep;
import vae.experiments.sweep.driver.SweepState;
import vae.experiments.sweep.table.Group;
import vae.experiments.sweep.table.GroupComparison;
import vae.experiments.sweep.table.SweepResults;
import vae.experiments.sweep.table.TerminalTable;

/** What a person wants to know when a sweep ends. */
final class SweepSummary {

  private static final int MAX_GROUPS = 20;

  private SweepSummary() {}

  static void print(PrintWriter out, SweepFolder folder, FrozenSweep sweep, SweepState state)
      throws IOException {
    out.println(counts(state));
    best(out, folder, sweep);
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

  /** The first groups by the sweep's metric, as `vae compare` shows them. */
  private static void best(PrintWriter out, SweepFolder folder, FrozenSweep sweep)
      throws IOException {
    SweepResults results = SweepResults.read(folder);
    String metric = sweep.goal().metric();
    if (!results.metrics().contains(metric)) {
      return; // no trial of it is complete
    }
    GroupComparison all =
        GroupComparison.of(results, new GroupComparison.Choice(List.of(), false, "", metric));
    List<Group> groups = all.groups();
    List<Group> first = groups.subList(0, Math.min(MAX_GROUPS, groups.size()));
    out.print(
        TerminalTable.of(new GroupComparison(results, first, all.metrics(), Optional.empty())));
    if (first.size() < groups.size()) {
      out.printf(
          "%d more groups: `./vae compare %s --sort %s`%n",
          groups.size() - first.size(), folder.path(), metric);
    }
  }

  static ObjectNode json(SweepFolder folder, SweepState state) {
    return Json.mapper()
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
