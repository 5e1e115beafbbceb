package vae.experiments.sweep.table;

import java.util.ArrayList;
import java.util.List;

/** Rows of cells as a table in Markdown whose columns are aligned in the source too. */
public final class MarkdownRows {

  private MarkdownRows() {}

  /** The table; cells are Markdown, each of one line. */
  public static String of(List<List<String>> rows, boolean[] right) {
    List<List<String>> padded = PaddedRows.of(rows, right);
    StringBuilder rule = new StringBuilder("|");
    for (int c = 0; c < right.length; c++) {
      String dashes = "-".repeat(padded.getFirst().get(c).length() + 1);
      rule.append(dashes).append(right[c] ? ":|" : "-|");
    }
    List<String> lines = new ArrayList<>();
    padded.forEach(row -> lines.add("| " + String.join(" | ", row) + " |"));
    lines.add(1, rule.toString());
    return String.join("\n", lines) + "\n";
  }
}
