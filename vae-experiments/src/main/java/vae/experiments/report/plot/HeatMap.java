package vae.experiments.report.plot;

import java.util.List;
import java.util.function.DoubleFunction;
import vae.experiments.report.plot.Svg.Anchor;
import vae.experiments.report.text.Measurement;

/** A metric over two parameters: a coloured cell for each pair of values, with its number. */
public final class HeatMap {

  private static final double CELL_WIDTH = 58;
  private static final double CELL_HEIGHT = 32;

  /** Cells narrower than this hold no number. */
  private static final double WORDS = 44;

  private static final double MAX_WIDTH = 620;
  private static final int MAX_DECIMALS = 4;
  private static final double TOO_LONG = 1e5;

  private HeatMap() {}

  /**
   * Draws the cells; the first row is at the top.
   *
   * @param columns labels of the values along the bottom
   * @param values [rows][columns], NaN where there is none
   */
  public static Drawing of(
      String xTitle,
      String yTitle,
      List<String> columns,
      List<String> rows,
      double[][] values,
      ColourScale scale) {
    Svg svg = new Svg();
    DoubleFunction<String> number = numbers(scale);
    List<String> names = rows.stream().map(row -> Svg.fitted(row, 170)).toList();
    double widest = names.stream().mapToDouble(Svg::width).max().orElse(0);
    double left = Plot.left(widest, yTitle);
    double longest = columns.stream().mapToDouble(Svg::width).max().orElse(0);
    double wanted = Math.max(CELL_WIDTH, Math.min(120, longest + 10));
    double cell = Math.min(wanted, (MAX_WIDTH - left) / columns.size());
    double right = left + cell * columns.size();
    double bottom = Plot.TOP + CELL_HEIGHT * rows.size();
    double width = Math.max(right + Plot.RIGHT, left + scale.keyWidth());
    for (int row = 0; row < rows.size(); row++) {
      double top = Plot.TOP + row * CELL_HEIGHT;
      double middle = top + CELL_HEIGHT / 2 + 4;
      svg.text("tick", left - 8, middle, Anchor.END, names.get(row));
      for (int column = 0; column < columns.size(); column++) {
        double value = values[row][column];
        String hint =
            "%s = %s, %s = %s: %s"
                .formatted(
                    xTitle,
                    columns.get(column),
                    yTitle,
                    rows.get(row),
                    Double.isNaN(value) ? "no value" : number.apply(value));
        String style = Double.isNaN(value) ? "absent" : "cell m" + scale.of(value);
        double at = left + column * cell;
        svg.rectangle(style, at + 1, top + 1, cell - 2, CELL_HEIGHT - 2, hint);
        if (cell >= WORDS && !Double.isNaN(value)) {
          String text = Svg.fitted(number.apply(value), cell - 4);
          svg.text("number n" + scale.of(value), at + cell / 2, middle, Anchor.MIDDLE, text);
        }
      }
    }
    int every = Math.max(1, (int) Math.ceil(30 / cell));
    for (int column = 0; column < columns.size(); column += every) {
      String label = Svg.fitted(columns.get(column), every * cell - 4);
      svg.text("tick", left + (column + 0.5) * cell, bottom + 17, Anchor.MIDDLE, label);
    }
    svg.upwards("title", 13, (Plot.TOP + bottom) / 2, Svg.fitted(yTitle, bottom + 20));
    double centre = (left + right) / 2;
    String title = Svg.fitted(xTitle, 2 * Math.min(centre, width - centre));
    svg.text("title", centre, bottom + 38, Anchor.MIDDLE, title);
    scale.key(svg, left, bottom + 58);
    return new Drawing((int) Math.ceil(width), (int) Math.ceil(bottom + 58 + 30), svg);
  }

  /**
   * As many decimals for all cells as tell apart a hundred values between the worst and the best
   * colour; numbers for which that is too long as they are elsewhere.
   */
  private static DoubleFunction<String> numbers(ColourScale scale) {
    double range = Math.abs(scale.best() - scale.worst());
    int decimals = range > 0 ? 1 - (int) Math.floor(StrictMath.log10(range)) : MAX_DECIMALS + 1;
    return decimals > MAX_DECIMALS
        ? Axis::label
        : value ->
            Math.abs(value) < TOO_LONG
                ? Measurement.fixed(value, Math.max(0, decimals))
                : Axis.label(value);
  }
}
