package vae.experiments.sweep.table;

import java.util.ArrayList;
import java.util.List;

/** A comparison as a table in Markdown, the best in bold, the notes below it. */
public final class MarkdownTable {

  private MarkdownTable() {}

  /** The table, columns aligned in the source too. */
  public static String of(Comparison comparison) {
    Sheet sheet = Sheet.of(comparison);
    List<List<String>> rows = new ArrayList<>();
    rows.add(sheet.headings().stream().map(it -> escaped(it.text())).toList());
    sheet.rows().forEach(row -> rows.add(row.stream().map(MarkdownTable::cell).toList()));
    int[] widths = new int[sheet.headings().size()];
    for (List<String> row : rows) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], Math.max(3, row.get(c).length()));
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      for (int c = 0; c < widths.length; c++) {
        boolean right = sheet.headings().get(c).kind() != Sheet.Kind.TEXT;
        String cell = rows.get(r).get(c);
        String blanks = " ".repeat(widths[c] - cell.length());
        text.append("| ").append(right ? blanks + cell : cell + blanks).append(' ');
      }
      text.append("|\n");
      if (r == 0) {
        for (int c = 0; c < widths.length; c++) {
          boolean right = sheet.headings().get(c).kind() != Sheet.Kind.TEXT;
          text.append("| ").append("-".repeat(widths[c] - 1)).append(right ? ": " : "- ");
        }
        text.append("|\n");
      }
    }
    text.append('\n')
        .append(String.join(" ", sheet.notes().stream().map(it -> escaped(it)).toList()));
    return text.append('\n').toString();
  }

  private static String cell(Sheet.Cell cell) {
    String text = cell.main() + (cell.error().isEmpty() ? "" : " ± " + cell.error());
    String marked = cell.best() ? "**" + text + "**" : escaped(text);
    return marked + (cell.note().isEmpty() ? "" : " " + cell.note());
  }

  /** What Markdown would take for its own, made plain. */
  private static String escaped(String text) {
    return text.replaceAll("([\\\\|*_`<\\[\\]])", "\\\\$1").replaceAll("\\R", " ");
  }
}
