package vae.experiments.report.sweep;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.report.page.Html;
import vae.experiments.report.text.NaturalOrder;
import vae.experiments.spec.Json;

/**
 * A table that is read without a script, and sorted and filtered with one.
 *
 * <p>The first rows are in the page as such; all of them, up to a bound in bytes, are in it once as
 * data for the script.
 */
final class DataTable {

  /** Rows that are in the page as such. */
  static final int STATIC_ROWS = 200;

  /** Columns of more distinct values get no list of them to choose from. */
  private static final int MAX_CHOICES = 40;

  enum Kind {
    /** Sorted as text. */
    TEXT,
    /** Sorted by the cells' numbers; those without come last. */
    NUMBER,
    /** Sorted as text, in letters of one width. */
    CODE
  }

  /**
   * A column.
   *
   * @param hint in full what the title says in short; may be empty
   * @param chosen whether readers may choose rows by its values
   */
  record Column(String title, String hint, Kind kind, boolean chosen) {}

  /**
   * A cell.
   *
   * @param number that it is sorted by; NaN where there is none
   * @param link where it leads, relative to the page; may be empty
   */
  record Cell(String text, double number, String link) {

    static Cell of(String text) {
      return new Cell(text, Double.NaN, "");
    }

    static Cell of(double number) {
      return new Cell(SweepNumbers.number(number), number, "");
    }
  }

  private final String id;
  private final String caption;
  private final List<Column> columns;
  private final List<List<Cell>> rows;
  private final int mostBytes;

  /**
   * @param caption what the rows are, for those who do not see the page
   * @param mostBytes of data for the script; rows beyond are left out
   */
  DataTable(String id, String caption, List<Column> columns, List<List<Cell>> rows, int mostBytes) {
    this.id = id;
    this.caption = caption;
    this.columns = columns;
    this.rows = rows;
    this.mostBytes = mostBytes;
  }

  /**
   * Writes the table, its controls (which the script shows), and its data.
   *
   * @param file where all rows are, for what the page leaves out
   */
  void write(Html html, String file) {
    ArrayNode data = Json.mapper().createArrayNode();
    int kept = data(data);
    controls(html);
    html.open("div", "class", "rows", "tabindex", "0", "role", "region", "aria-label", caption);
    html.open("table", "id", id, "class", "data").element("caption", caption);
    html.open("thead").open("tr");
    for (Column column : columns) {
      html.open("th", "scope", "col", "class", style(column.kind()), "title", column.hint());
      html.text(column.title()).close();
    }
    html.close().close().line().open("tbody");
    rows.stream().limit(STATIC_ROWS).forEach(row -> row(html, row));
    html.close().close().close().line();
    int shown = Math.min(STATIC_ROWS, rows.size());
    html.open("p", "class", "quiet").open("span", "id", id + "-count", "role", "status");
    html.text("%d of %d rows.".formatted(shown, rows.size())).close();
    if (kept < rows.size()) {
      html.text(" The page holds the first %d of them.".formatted(kept));
    }
    if (shown < rows.size()) {
      html.text(" All are in %s.".formatted(file));
    }
    html.text(" ").open("button", "type", "button", "id", id + "-more", "hidden", "");
    html.text("Show more").close().close().line();
    ObjectNode json = Json.mapper().createObjectNode();
    ArrayNode kinds = json.putArray("kinds");
    columns.forEach(column -> kinds.add(style(column.kind())));
    json.put("total", rows.size()).put("page", STATIC_ROWS).set("rows", data);
    html.data(id + "-data", json.toString());
  }

  private static String style(Kind kind) {
    return switch (kind) {
      case TEXT -> "text";
      case NUMBER -> "measure";
      case CODE -> "fact";
    };
  }

  private void controls(Html html) {
    html.open("div", "class", "finder", "id", id + "-finder", "hidden", "");
    html.open("label").text("Filter ");
    html.empty(
        "input",
        "type",
        "search",
        "id",
        id + "-words",
        "placeholder",
        "words in a row",
        "size",
        "18",
        "autocomplete",
        "off");
    html.close();
    for (int i = 0; i < columns.size(); i++) {
      Set<String> choices = choices(i);
      if (columns.get(i).chosen() && choices.size() > 1 && choices.size() <= MAX_CHOICES) {
        html.open("label").text(columns.get(i).title() + " ");
        html.open("select", "data-column", Integer.toString(i));
        html.element("option", "all", "value", "");
        choices.forEach(choice -> html.element("option", choice, "value", "=" + choice));
        html.close().close();
      }
    }
    html.close().line();
  }

  private Set<String> choices(int column) {
    Set<String> choices = new TreeSet<>(new NaturalOrder());
    for (List<Cell> row : rows) {
      choices.add(row.get(column).text());
      if (choices.size() > MAX_CHOICES) {
        return choices;
      }
    }
    return choices;
  }

  private void row(Html html, List<Cell> row) {
    html.open("tr");
    for (int i = 0; i < row.size(); i++) {
      Cell cell = row.get(i);
      String style = style(columns.get(i).kind());
      if (i == 0) {
        html.open("th", "scope", "row", "class", style);
      } else {
        html.open("td", "class", style);
      }
      if (cell.link().isEmpty()) {
        html.text(cell.text());
      } else {
        html.element("a", cell.text(), "href", cell.link());
      }
      html.close();
    }
    html.close().line();
  }

  /** Adds rows while there is room; the number of those that were added. */
  private int data(ArrayNode data) {
    int bytes = 0;
    int kept = 0;
    for (List<Cell> row : rows) {
      ArrayNode cells = Json.mapper().createArrayNode();
      for (Cell cell : row) {
        if (Double.isNaN(cell.number()) && cell.link().isEmpty()) {
          cells.add(cell.text());
        } else {
          ArrayNode parts = cells.addArray().add(cell.text());
          if (Double.isFinite(cell.number())) {
            parts.add(cell.number());
          } else {
            parts.addNull();
          }
          if (!cell.link().isEmpty()) {
            parts.add(cell.link());
          }
        }
      }
      bytes += cells.toString().length();
      if (bytes > mostBytes) {
        return kept;
      }
      data.add(cells);
      kept++;
    }
    return kept;
  }
}
