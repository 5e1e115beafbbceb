package vae.data.format;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads tables of numbers as comma-separated values, raw or gzip (RFC 4180 without line breaks that
 * matter: every cell below the header is a decimal number).
 *
 * <p>Lines end with LF or CRLF, the last one may end without; cells may be quoted; spaces around
 * numbers, a byte order mark, blank lines at the end and nothing else are ignored. Every line has
 * the same number of cells. Labels are integers from 0 to 2²⁴, so that each is exact.
 */
public final class Csv {

  /** The {@code labels} of a table without them. */
  public static final String NO_LABELS = "none";

  private static final int MAX_COLUMNS = 1 << 20;
  private static final int MAX_EXACT_DIGITS = 7;

  /** Integers up to here are exact in single precision. */
  private static final double MAX_LABEL = 1 << 24;

  /**
   * How to read the table.
   *
   * @param header whether the first line holds the names of the columns
   * @param labels which column holds labels: {@code none}, {@code first}, {@code last}, or with a
   *     header the column's name
   * @param gaps whether a cell that says that its value is missing is NaN, and not refused
   */
  public record Options(boolean header, String labels, boolean gaps) {

    /** Every cell is a number. */
    public Options(boolean header, String labels) {
      this(header, labels, false);
    }
  }

  /**
   * What was read.
   *
   * @param values rows × columns, of kind F4, without the labels
   * @param labels one number a row, of kind F4
   * @param columns the header's names without the labels' one; empty where there is no header
   */
  public record Table(RawArray values, Optional<RawArray> labels, List<String> columns) {}

  private final CsvCells cells;
  private final Options options;
  private final Limits limits;
  private List<String> names = List.of();
  private int width = -1;
  private int labelColumn = -1;
  private float[] values = new float[1 << 10];
  private float[] labels = new float[0];
  private int count;
  private int rows;
  private double precise;

  private Csv(Input in, Options options, Limits limits) {
    this.cells = new CsvCells(in);
    this.options = options;
    this.limits = limits;
  }

  /**
   * @throws DataException where the file is missing or damaged, a cell is not a number, a line has
   *     another number of cells than the first, or the limits are exceeded; names line and column
   */
  public static Table read(Path file, Options options, Limits limits) {
    try (Input in = Input.open(file)) {
      return new Csv(in, options, limits).table();
    }
  }

  /**
   * Reads text that is in memory already.
   *
   * @throws DataException as {@link #read}
   */
  public static Table parse(String name, byte[] text, Options options, Limits limits) {
    try (Input in = Input.of(name, new ByteArrayInputStream(text), text.length, text.length)) {
      return new Csv(in, options, limits).table();
    }
  }

  private Table table() {
    if (options.header() && cells.hasMore()) {
      names = new ArrayList<>(header());
    }
    int blank = 0;
    while (cells.hasMore()) {
      cells.read();
      if (cells.isBlankLine()) {
        blank = blank == 0 ? cells.line() : blank;
      } else if (blank > 0) {
        throw new DataException(
            cells.file(),
            cells.offset(),
            "line " + blank + ": expected numbers, got a blank line",
            "Remove blank lines; only those at the end of the file are left out.");
      } else {
        row();
      }
    }
    Optional<RawArray> labelArray = Optional.empty();
    if (labelColumn >= 0) {
      float[] exact = Arrays.copyOf(labels, rows);
      labelArray = Optional.of(RawArray.ofFloats(new int[] {rows}, ElementKind.F4, exact));
      if (!names.isEmpty()) {
        names.remove(labelColumn);
      }
    }
    int columns = Math.max(0, labelColumn >= 0 ? width - 1 : width);
    float[] exact = Arrays.copyOf(values, count);
    RawArray array = RawArray.ofFloats(new int[] {rows, columns}, ElementKind.F4, exact);
    return new Table(array, labelArray, List.copyOf(names));
  }

  private List<String> header() {
    List<String> header = new ArrayList<>();
    do {
      cells.read();
      header.add(cells.text());
      checkWidth(header.size());
    } while (!cells.endOfLine());
    settle(header.size());
    if (!isPosition(options.labels())) {
      labelColumn = header.indexOf(options.labels());
      if (labelColumn < 0) {
        throw cells.wrong(
            "expected a column \"" + options.labels() + "\", got " + header,
            header.size() == 1 ? CsvAdvice.of(header.getFirst(), "") : "");
      }
      if (header.lastIndexOf(options.labels()) != labelColumn) {
        throw cells.wrong(
            "expected one column \"" + options.labels() + "\", got " + header,
            "Rename the columns, so that one alone holds the labels.");
      }
    }
    requireNames(header);
    return header;
  }

  /** A column without a name is the row numbers that other tools write, and no feature. */
  private void requireNames(List<String> header) {
    for (int column = 0; column < header.size(); column++) {
      if (header.get(column).isBlank() && column != labelColumn) {
        throw cells.wrong(
            "column " + (column + 1) + " has no name in the header",
            "Name it, or remove it where it only numbers the rows (pandas: index=False).");
      }
    }
  }

  private static boolean isPosition(String labels) {
    return List.of(NO_LABELS, "first", "last").contains(labels);
  }

  private void settle(int columns) {
    width = columns;
    labelColumn =
        switch (options.labels()) {
          case NO_LABELS -> -1;
          case "first" -> 0;
          case "last" -> columns - 1;
          default -> columnToBeNamed();
        };
  }

  /** No column yet: the header will name it; without a header nothing can. */
  private int columnToBeNamed() {
    if (!options.header()) {
      throw cells.wrong(
          "the labels' column \"" + options.labels() + "\" can be found only by a header line",
          "Give labels as none, first or last, or set header to true.");
    }
    return -1;
  }

  private void row() {
    float[] first = width < 0 ? new float[16] : null;
    double[] exact = new double[first == null ? 0 : 16];
    int column = 0;
    while (true) {
      float number = number(column);
      if (first != null) {
        checkWidth(column + 1);
        first = column == first.length ? Arrays.copyOf(first, 2 * column) : first;
        exact = column == exact.length ? Arrays.copyOf(exact, 2 * column) : exact;
        first[column] = number;
        exact[column] = precise;
      } else {
        if (column == width) {
          throw cells.wrong("expected " + width + " cells, got more", ragged());
        }
        put(column, number, precise);
      }
      column++;
      if (cells.endOfLine()) {
        break;
      }
      cells.read();
    }
    if (first != null) {
      settle(column);
      for (int i = 0; i < column; i++) {
        put(i, first[i], exact[i]);
      }
    } else if (column < width) {
      throw cells.wrong("expected " + width + " cells, got " + column, ragged());
    }
    rows++;
  }

  private static String ragged() {
    return "Every line must have as many cells as the first.";
  }

  private void checkWidth(int columns) {
    if (columns > MAX_COLUMNS) {
      throw cells.wrong("expected at most " + MAX_COLUMNS + " cells in a line, got more", "");
    }
  }

  private void put(int column, float number, double exact) {
    if (column == labelColumn) {
      if (!(exact >= 0 && exact <= MAX_LABEL && exact == Math.rint(exact))) {
        throw cells.wrong(
            "expected a label, an integer from 0 to 16777216, got "
                + (Double.isNaN(exact) ? "a missing value" : new BigDecimal(exact).toPlainString()),
            "Number the classes from 0.");
      }
      labels = rows == labels.length ? grow(labels) : labels;
      labels[rows] = number;
    } else {
      values = count == values.length ? grow(values) : values;
      values[count++] = number;
    }
  }

  private float[] grow(float[] full) {
    long wanted = Math.min(Limits.MAX_ELEMENTS, Math.max(16, full.length + (full.length >> 1)));
    // The old array, the new one and the exact copy at the end are alive together.
    limits.check(cells.file(), cells.offset(), 2 * wanted * Float.BYTES);
    if (wanted == full.length) {
      throw cells.wrong("expected at most " + wanted + " numbers, got more", "Split the file.");
    }
    return Arrays.copyOf(full, (int) wanted);
  }

  /** The nearest float of the cell just read; the nearest double is in {@code precise}. */
  private float number(int column) {
    byte[] cell = cells.bytes();
    int length = cells.length();
    if (length > 0 && length <= MAX_EXACT_DIGITS) {
      int whole = 0;
      int i = 0;
      while (i < length && cell[i] >= '0' && cell[i] <= '9') {
        whole = whole * 10 + (cell[i++] - '0');
      }
      if (i == length) {
        precise = whole;
        return whole;
      }
    }
    return decimal(cells.text(), column);
  }

  private float decimal(String text, int column) {
    if (options.gaps() && CsvAdvice.isMissing(text)) {
      precise = Double.NaN;
      return Float.NaN;
    }
    for (int i = 0; i < text.length(); i++) {
      if ("0123456789+-.eE".indexOf(text.charAt(i)) < 0) {
        throw notANumber(text, column);
      }
    }
    try {
      float value = Float.parseFloat(text);
      precise = Double.parseDouble(text);
      if (Float.isInfinite(value)) {
        throw cells.wrong(
            "expected a number in the range of single precision, got " + text, "Rescale the data.");
      }
      return value;
    } catch (NumberFormatException e) {
      throw notANumber(text, column);
    }
  }

  private DataException notANumber(String text, int column) {
    if (text.isEmpty()) {
      return cells.wrong(
          "expected a number, got nothing",
          column > 0 && cells.endOfLine()
              ? "Remove the comma at the end of the line, or fill the cell in."
              : DataException.FILL_IN);
    }
    String otherwise =
        column == labelColumn
            ? "Labels are integers: number the classes from 0."
            : rows == 0 && !options.header()
                ? "If the first line holds the columns' names, set header to true."
                : "Every cell must be a decimal number such as 0.25 or 1e-3.";
    return cells.wrong(
        "expected a number, got \"" + CsvAdvice.shown(text) + "\"", CsvAdvice.of(text, otherwise));
  }
}
