package vae.experiments.sweep.table;

import java.util.List;

/** Rows of cells as a table in Markdown whose columns are aligned in the source too. */
public final class MarkdownRows {

  private MarkdownRows() {}

  /**
   * The table; cells are Markdown, each of one line.
   *
   * @param rows the heading first
   * @param right which columns are aligned at the right
   */
  public static String of(List<List<String>> rows, boolean[] right) {
    int[] widths = new int[right.length];
    for (List<String> row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < widths.length; c++) {
        String cell = rows.get(r).get(c);
        String blanks = " ".repeat(widths[c] - cell.length());
        text.append("| ").append(right[c] ? blanks + cell : cell + blanks).append(' ');
      }
      text.append("|\n");
      if (r == 0) {
        for (int c = 0; c < widths.length; c++) {
          text.append('|').append("-".repeat(widths[c] + 1)).append(right[c] ? ':' : '-');
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }
}
