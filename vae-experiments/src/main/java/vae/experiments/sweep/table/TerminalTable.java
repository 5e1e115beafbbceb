package vae.experiments.sweep.table;

import java.util.ArrayList;
import java.util.List;

/** A comparison for a terminal: columns aligned, numbers at their ends and at the ±. */
public final class TerminalTable {

  private static final String GAP = "  ";

  private TerminalTable() {}

  public static String of(GroupComparison comparison) {
    Sheet sheet = Sheet.of(comparison);
    List<List<String>> columns = new ArrayList<>();
    for (int c = 0; c < sheet.headings().size(); c++) {
      columns.add(column(sheet, c));
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r <= sheet.rows().size(); r++) {
      int row = r;
      String line = String.join(GAP, columns.stream().map(column -> column.get(row)).toList());
      text.append(line.stripTrailing()).append('\n');
    }
    text.append('\n');
    sheet.notes().forEach(note -> text.append(note).append('\n'));
    return text.toString();
  }

  /** Heading and cells of a column, all of one width. */
  private static List<String> column(Sheet sheet, int c) {
    Sheet.Heading heading = sheet.headings().get(c);
    List<Sheet.Cell> cells = sheet.rows().stream().map(row -> row.get(c)).toList();
    int mains = cells.stream().mapToInt(it -> it.main().length()).max().orElse(0);
    int errors = cells.stream().mapToInt(it -> error(it).length()).max().orElse(0);
    List<String> texts = new ArrayList<>();
    boolean right = heading.kind() != Sheet.Kind.TEXT;
    for (Sheet.Cell cell : cells) {
      texts.add(pad(cell.main(), mains, right) + pad(error(cell), errors, false));
    }
    int width = Math.max(mains + errors, heading.text().length());
    List<String> column = new ArrayList<>();
    column.add(pad(heading.text(), width, right));
    texts.forEach(it -> column.add(pad(it, width, right)));
    return column;
  }

  private static String error(Sheet.Cell cell) {
    return (cell.error().isEmpty() ? "" : " ± " + cell.error())
        + (cell.note().isEmpty() ? "" : " " + cell.note())
        + (cell.best() ? " *" : "");
  }

  private static String pad(String text, int width, boolean right) {
    String blanks = " ".repeat(Math.max(0, width - text.length()));
    return right ? blanks + text : text + blanks;
  }
}
