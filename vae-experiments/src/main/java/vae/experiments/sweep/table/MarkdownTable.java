package vae.experiments.sweep.table;

import java.util.ArrayList;
import java.util.List;

/** A comparison as a table in Markdown, the best in bold, the notes below it. */
public final class MarkdownTable {

  private MarkdownTable() {}

  public static String of(GroupComparison comparison) {
    Sheet sheet = Sheet.of(comparison);
    List<List<String>> rows = new ArrayList<>();
    rows.add(sheet.headings().stream().map(it -> escaped(it.text())).toList());
    sheet.rows().forEach(row -> rows.add(row.stream().map(MarkdownTable::cell).toList()));
    boolean[] right = new boolean[sheet.headings().size()];
    for (int c = 0; c < right.length; c++) {
      right[c] = sheet.headings().get(c).kind() != Sheet.Kind.TEXT;
    }
    String notes = String.join(" ", sheet.notes().stream().map(it -> escaped(it)).toList());
    return MarkdownRows.of(rows, right) + "\n" + notes + "\n";
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
