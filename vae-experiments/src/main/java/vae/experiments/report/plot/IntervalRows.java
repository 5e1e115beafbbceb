package vae.experiments.report.plot;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Means with their intervals, one line a row: the figure of a comparison over seeds.
 *
 * <p>Each series has its colour and its marker; where a row has several, they stand one below the
 * other. An interval shorter than its marker is hidden by it.
 */
public final class IntervalRows {

  private static final int WIDTH = 640;
  private static final int RIGHT = 20;
  private static final int TOP = 14;
  private static final int LINE = 15;
  private static final int GAP = 9;
  private static final int AXIS = 46;
  private static final double LETTER = 6.7;
  private static final int TICKS = 6;

  /**
   * One mean.
   *
   * @param row the label at its left
   * @param series the name in the legend; rows may have several
   * @param mean finite
   * @param halfWidth of the interval, ≥ 0 and finite
   */
  public record Mark(String row, String series, double mean, double halfWidth) {

    public Mark {
      if (!Double.isFinite(mean) || !(halfWidth >= 0) || !Double.isFinite(halfWidth)) {
        throw new IllegalArgumentException(
            "expected a finite mean and a finite half width of at least 0 for %s, got %s ± %s"
                .formatted(row, mean, halfWidth));
      }
    }
  }

  private final List<Mark> marks;
  private final List<String> rows;
  private final List<String> series;
  private final double low;
  private final double high;
  private final double left;
  private final StringBuilder svg = new StringBuilder();

  private IntervalRows(List<Mark> marks) {
    this.marks = marks;
    Set<String> rowNames = new LinkedHashSet<>();
    Set<String> seriesNames = new LinkedHashSet<>();
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (Mark mark : marks) {
      rowNames.add(mark.row());
      seriesNames.add(mark.series());
      least = Math.min(least, mark.mean() - mark.halfWidth());
      most = Math.max(most, mark.mean() + mark.halfWidth());
    }
    rows = new ArrayList<>(rowNames);
    series = new ArrayList<>(seriesNames);
    double margin = most > least ? 0.04 * (most - least) : Math.max(1e-9, Math.abs(most) * 0.1);
    low = least - margin;
    high = most + margin;
    left = 16 + LETTER * rows.stream().mapToInt(String::length).max().orElse(0);
  }

  /**
   * An SVG document whose text depends on its arguments only.
   *
   * @param title what the numbers are, with the unit
   * @param marks at least one; rows and series stand in the order of their first marks
   */
  public static String svg(String title, List<Mark> marks) {
    if (marks.isEmpty()) {
      throw new IllegalArgumentException("expected at least one mark, got none");
    }
    return new IntervalRows(List.copyOf(marks)).draw(title);
  }

  private String draw(String title) {
    int legend = series.size() > 1 ? 24 : 0;
    List<Double> tops = new ArrayList<>();
    double y = TOP + legend;
    for (String row : rows) {
      tops.add(y);
      y += LINE * marksOf(row).size() + GAP;
    }
    double bottom = y;
    open(bottom + AXIS);
    axis(TOP + legend - 4, bottom, title);
    if (legend > 0) {
      legend();
    }
    for (int i = 0; i < rows.size(); i++) {
      row(rows.get(i), tops.get(i));
    }
    return svg.append("</svg>\n").toString();
  }

  private List<Mark> marksOf(String row) {
    return marks.stream().filter(mark -> mark.row().equals(row)).toList();
  }

  private void open(double height) {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" width=\"%d\""
            + " height=\"%.0f\" font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, height, WIDTH, height);
    add("<rect width=\"100%%\" height=\"100%%\" fill=\"%s\"/>", hex(Palette.LIGHT.background()));
  }

  private void axis(double top, double bottom, String title) {
    double step = step();
    for (double tick = Math.ceil(low / step) * step; tick <= high; tick += step) {
      double x = x(tick);
      add(
          "<line x1=\"%.2f\" x2=\"%.2f\" y1=\"%.2f\" y2=\"%.2f\" stroke=\"%s\"/>",
          x, x, top, bottom, hex(Palette.LIGHT.grid()));
      text(x, bottom + 16, "middle", Palette.LIGHT.quiet(), tickLabel(tick, step));
    }
    text((left + WIDTH - RIGHT) / 2, bottom + 36, "middle", Palette.LIGHT.text(), title);
  }

  /** The largest of 1, 2 and 5 times a power of ten that leaves about {@value #TICKS} ticks. */
  private double step() {
    double rough = (high - low) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double ratio = rough / power;
    return power * (ratio >= 5 ? 5 : ratio >= 2 ? 2 : 1);
  }

  private static String tickLabel(double tick, double step) {
    int decimals = Math.max(0, (int) Math.ceil(-Math.log10(step) - 1e-9));
    String label = String.format(Locale.ROOT, "%." + decimals + "f", tick);
    return label.matches("-0(\\.0*)?") ? label.substring(1) : label;
  }

  private void legend() {
    double x = left;
    for (int i = 0; i < series.size(); i++) {
      marker(i, x + 5, TOP);
      text(x + 15, TOP + 4, "start", Palette.LIGHT.text(), series.get(i));
      x += 34 + LETTER * series.get(i).length();
    }
  }

  private void row(String name, double top) {
    List<Mark> mine = marksOf(name);
    double middle = top + LINE * mine.size() / 2.0;
    text(left - 8, middle + 4, "end", Palette.LIGHT.text(), name);
    for (int i = 0; i < mine.size(); i++) {
      Mark mark = mine.get(i);
      double y = top + LINE * (i + 0.5);
      int style = series.indexOf(mark.series());
      add(
          "<line x1=\"%.2f\" x2=\"%.2f\" y1=\"%.2f\" y2=\"%.2f\" stroke=\"%s\""
              + " stroke-width=\"2\"/>",
          x(mark.mean() - mark.halfWidth()),
          x(mark.mean() + mark.halfWidth()),
          y,
          y,
          colour(style));
      marker(style, x(mark.mean()), y);
    }
  }

  private void marker(int style, double x, double y) {
    switch (style % 3) {
      case 0 -> add("<circle cx=\"%.2f\" cy=\"%.2f\" r=\"4\" fill=\"%s\"/>", x, y, colour(style));
      case 1 ->
          add(
              "<rect x=\"%.2f\" y=\"%.2f\" width=\"7\" height=\"7\" fill=\"%s\"/>",
              x - 3.5, y - 3.5, colour(style));
      default ->
          add("<path d=\"M%.2f %.2fl5 5l-5 5l-5 -5z\" fill=\"%s\"/>", x, y - 5, colour(style));
    }
  }

  private static String colour(int style) {
    return hex(Palette.LIGHT.ofClass(style));
  }

  private static String hex(Color colour) {
    return String.format(Locale.ROOT, "#%06x", colour.getRGB() & 0xffffff);
  }

  private double x(double value) {
    return left + (value - low) / (high - low) * (WIDTH - RIGHT - left);
  }

  private void text(double x, double y, String anchor, Color colour, String words) {
    add(
        "<text x=\"%.2f\" y=\"%.2f\" text-anchor=\"%s\" fill=\"%s\">%s</text>",
        x, y, anchor, hex(colour), Svg.escaped(words));
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
