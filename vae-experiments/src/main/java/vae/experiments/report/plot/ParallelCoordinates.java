package vae.experiments.report.plot;

import java.util.List;
import vae.experiments.report.plot.Axis.Tick;
import vae.experiments.report.plot.Svg.Anchor;

/** Groups as lines from axis to axis: an axis a parameter, the metric last, which colours them. */
public final class ParallelCoordinates {

  private static final double TOP = 40;
  private static final double BOTTOM = 300;
  private static final double SIDE = 70;
  private static final double MIN_GAP = 130;
  private static final double WIDTH = 900;

  /** Where a line passes that has no value of a parameter. */
  private static final double NONE = BOTTOM + 26;

  /**
   * One group.
   *
   * @param values a number for each axis: the value, or the place among the names; NaN for none
   */
  public record Line(double[] values, double metric, String hint) {}

  private ParallelCoordinates() {}

  /**
   * Draws the lines; the last is drawn on top and thicker.
   *
   * @param axes upright ones from {@link #from} to {@link #to}, one a parameter, the metric's last
   */
  public static Drawing of(List<Axis> axes, List<Line> lines, ColourScale scale) {
    Svg svg = new Svg();
    double gap = Math.max(MIN_GAP, (WIDTH - 2 * SIDE) / (axes.size() - 1));
    double width = 2 * SIDE + gap * (axes.size() - 1);
    boolean absent = false;
    for (int i = 0; i < lines.size(); i++) {
      Line line = lines.get(i);
      double[] x = new double[axes.size()];
      double[] y = new double[axes.size()];
      for (int a = 0; a < x.length; a++) {
        double value = line.values()[a];
        x[a] = SIDE + a * gap;
        y[a] = Double.isNaN(value) ? NONE : axes.get(a).at(value);
        absent |= Double.isNaN(value);
      }
      String style = i == lines.size() - 1 ? "thread top m" : "thread m";
      svg.polyline(style + scale.of(line.metric()), x, y, line.hint());
    }
    for (int a = 0; a < axes.size(); a++) {
      axis(svg, axes.get(a), SIDE + a * gap, gap, absent);
    }
    double bottom = absent ? NONE + 10 : BOTTOM + 10;
    scale.key(svg, 10, bottom + 12);
    return new Drawing((int) Math.ceil(width), (int) Math.ceil(bottom + 46), svg);
  }

  public static double from() {
    return BOTTOM;
  }

  public static double to() {
    return TOP;
  }

  private static void axis(Svg svg, Axis axis, double at, double gap, boolean absent) {
    svg.line("axis", at, TOP - 6, at, BOTTOM + 6);
    svg.text("title", at, TOP - 18, Anchor.MIDDLE, Svg.fitted(axis.title(), gap - 6));
    double last = Double.POSITIVE_INFINITY;
    for (Tick tick : axis.ticks()) {
      double height = axis.at(tick.value());
      if (Math.abs(last - height) >= 13) {
        svg.line("axis", at - 3, height, at + 3, height);
        String label = Svg.fitted(tick.label(), gap - 14);
        label(svg, at, height, label);
        last = height;
      }
    }
    if (absent) {
      label(svg, at, NONE, "none");
    }
  }

  /** Words beside an axis, on a plate that keeps the lines from crossing them. */
  private static void label(Svg svg, double at, double height, String words) {
    svg.rectangle("plate", at + 5, height - 7, Svg.width(words) + 1, 14, "");
    svg.text("tick", at + 6, height + 4, Anchor.START, words);
  }
}
