package vae.experiments.cli;

import java.io.PrintWriter;
import java.util.SortedMap;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.evaluation.Measured;
import vae.experiments.likelihood.LikelihoodPanel;
import vae.experiments.run.PausedRun;
import vae.experiments.run.RunResult;
import vae.experiments.spec.Json;

/** The views of log p(x) side by side, where a result has any. */
final class Panel {

  /** Columns of a heading, where no title of a quantity is longer. */
  static final int HEADING = 24;

  /** Columns of a value. */
  private static final int VALUE = 22;

  private Panel() {}

  /** A title in as many columns, and what separates it from its value. */
  static String heading(String title, int width) {
    return "  " + padded(title, width) + " ";
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** A heading and a line for each view, the last one with their common number or none. */
  static void print(PrintWriter out, SortedMap<String, Measured> measured) {
    for (LikelihoodPanel panel : LikelihoodPanel.all(measured)) {
      for (LikelihoodPanel.Row row : panel.rows()) {
        String first = heading(row.title(), HEADING) + padded(row.value(), VALUE) + " ";
        out.println(Paragraph.hanging(first, row.detail()).stripTrailing());
      }
    }
  }

  /** What {@code --json} says of a run that has no result yet. */
  static ObjectNode json(PausedRun run) {
    return Json.mapper()
        .createObjectNode()
        .put("folder", run.folder().toString())
        .put("status", "paused")
        .put("epoch", run.epoch());
  }

  /** The content of {@code result.json}, and the panels as {@code likelihood}. */
  static ObjectNode json(RunResult result) {
    ObjectNode json = result.json();
    LikelihoodPanel.json(result.measured()).ifPresent(it -> json.set("likelihood", it));
    return json;
  }
}
