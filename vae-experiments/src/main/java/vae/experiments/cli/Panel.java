package vae.experiments.cli;

import java.io.PrintWriter;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.likelihood.LikelihoodPanel;
import vae.experiments.run.RunResult;

/** The views of log p(x) side by side, where a result has any. */
final class Panel {

  private Panel() {}

  /** A heading and a line for each view, the last one with their common number or none. */
  static void print(PrintWriter out, RunResult result) {
    for (LikelihoodPanel panel : LikelihoodPanel.all(result.measured())) {
      for (LikelihoodPanel.Row row : panel.rows()) {
        out.printf("  %-20s %-22s %s%n", row.title(), row.value(), row.detail());
      }
    }
  }

  /** The content of {@code result.json}, and the panels as {@code likelihood}. */
  static ObjectNode json(RunResult result) {
    ObjectNode json = result.json();
    LikelihoodPanel.json(result.measured()).ifPresent(it -> json.set("likelihood", it));
    return json;
  }
}
