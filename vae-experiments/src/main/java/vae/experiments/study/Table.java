package vae.experiments.study;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import vae.experiments.evaluation.Decimals;
import vae.experiments.spec.Json;
import vae.experiments.sweep.table.MarkdownRows;
import vae.experiments.sweep.table.SeedSummary;

/**
 * Rows under named columns; numbers keep four decimals when they are shown and all their bits in
 * {@link #json}.
 */
public final class Table {

  private final List<String> columns;
  private final List<List<Object>> rows = new ArrayList<>();

  Table(List<String> columns) {
    this.columns = List.copyOf(columns);
  }

  /**
   * Adds a row.
   *
   * @param cells numbers, summaries over seeds, and what else is shown as its own text
   * @throws IllegalArgumentException where the number of cells is not that of the columns
   */
  public void row(Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          "a row of %d cells for %d columns %s".formatted(cells.length, columns.size(), columns));
    }
    rows.add(List.of(cells));
  }

  /** A number with four decimals. */
  public static String number(double value) {
    return Decimals.of(value, 4);
  }

  public List<List<String>> rows() {
    return rows.stream().map(row -> row.stream().map(Table::text).toList()).toList();
  }

  private static String text(Object cell) {
    return switch (cell) {
      case Double number -> number(number);
      case SeedSummary summary -> summary.meanAndInterval();
      default -> String.valueOf(cell);
    };
  }

  /**
   * As {@code {"columns": […], "rows": [[…], …]}} with exact numbers: a summary over seeds is an
   * object of {@code mean}, {@code deviation}, {@code halfWidth} and {@code n}; NaN and infinities
   * are strings.
   */
  public ObjectNode json() {
    ObjectNode json = Json.mapper().createObjectNode();
    ArrayNode names = json.putArray("columns");
    columns.forEach(names::add);
    ArrayNode list = json.putArray("rows");
    for (List<Object> row : rows) {
      ArrayNode cells = list.addArray();
      row.forEach(cell -> add(cells, cell));
    }
    return json;
  }

  private static void add(ArrayNode cells, Object cell) {
    switch (cell) {
      case Double number -> addNumber(cells, number);
      case Integer whole -> cells.add((long) whole);
      case Long whole -> cells.add((long) whole);
      case SeedSummary summary -> {
        ArrayNode numbers = cells.arrayNode();
        addNumber(numbers, summary.mean());
        addNumber(numbers, summary.deviation());
        addNumber(numbers, summary.halfWidth());
        ObjectNode object = cells.addObject();
        object.set("mean", numbers.get(0));
        object.set("deviation", numbers.get(1));
        object.set("halfWidth", numbers.get(2));
        object.put("n", summary.n());
      }
      case JsonNode json -> cells.add(json);
      default -> cells.add(String.valueOf(cell));
    }
  }

  private static void addNumber(ArrayNode cells, double number) {
    if (Double.isFinite(number)) {
      cells.add(number);
    } else {
      cells.add(Double.toString(number));
    }
  }

  /** As a table in Markdown, columns aligned; a cell is one line and its bars are escaped. */
  public String markdown() {
    List<List<String>> all = new ArrayList<>();
    all.add(escaped(columns));
    rows().forEach(row -> all.add(escaped(row)));
    return MarkdownRows.of(all, new boolean[columns.size()]);
  }

  private static List<String> escaped(List<String> cells) {
    return cells.stream()
        .map(cell -> cell.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\R", " "))
        .toList();
  }
}
