package vae.experiments.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Rows under named columns; numbers keep four decimals when they are shown. */
public final class Table {

  private final List<String> columns;
  private final List<List<String>> rows = new ArrayList<>();

  Table(List<String> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * Adds a row.
   *
   * @throws IllegalArgumentException where the number of cells is not that of the columns
   */
  public void row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row of %d cells for %d columns %s".formatted(cells.length, columns.size(), columns));
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(cell instanceof Double number ? number(number) : String.valueOf(cell));
    }
    rows.add(List.copyOf(row));
  }

  /** A number with four decimals. */
  public static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  /** The columns' names. */
  public List<String> columns() {
    return columns;
  }

  /** The cells as text. */
  public List<List<String>> rows() {
    return List.copyOf(rows);
  }

  /** As a table in Markdown, columns aligned; a cell is one line and its bars are escaped. */
  public String markdown() {
    List<List<String>> all = new ArrayList<>();
    all.add(escaped(columns));
    rows.forEach(row -> all.add(escaped(row)));
    int[] widths = new int[columns.size()];
    for (List<String> row : all) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < all.size(); r++) {
      line(text, all.get(r), widths);
      if (r == 0) {
        for (int width : widths) {
          text.append("|").append("-".repeat(width + 2));
        }
        text.append("|\n");
      }
    }
    return text.toString();
  }

  private static List<String> escaped(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\R", " "))
        .toList();
  }

  private static void line(StringBuilder text, List<String> cells, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      text.append("| ").append(cell).append(" ".repeat(widths[i] - cell.length() + 1));
    }
    text.append("|\n");
  }
}
