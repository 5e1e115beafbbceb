package vae.experiments.report.plot;

import java.util.List;
import vae.experiments.report.plot.Axis.Tick;
import vae.experiments.report.plot.Svg.Anchor;

/** Two axes with their lines, labels and titles, and room between them to draw in. */
public record Plot(Svg svg, Axis x, Axis y) {

  static final double TOP = 14;

  static final double RIGHT = 18;

  private static final double LABEL_GAP = 8;
  private static final double LETTER = 4;
  private static final double TITLE = 20;
  private static final double LEGEND_LINE = 20;
  private static final double LEGEND_KEY = 30;

  public record Entry(int style, String label, boolean line) {

    private double width() {
      return LEGEND_KEY + Svg.width(label) + 16;
    }
  }

  /** Pixels that labels and title of an upright axis need at its left. */
  static double left(double widestLabel, String title) {
    return widestLabel + LABEL_GAP + (title.isEmpty() ? 4 : TITLE + 4);
  }

  /** Pixels that labels and title of a level axis need below it. */
  static double below(String title) {
    return title.isEmpty() ? 24 : 24 + TITLE;
  }

  /** Draws lines, labels and titles. */
  public Plot frame() {
    double left = x.from();
    double bottom = y.from();
    for (Tick tick : y.ticks()) {
      double at = y.at(tick.value());
      svg.line("grid", left, at, x.to(), at);
      svg.text("tick", left - LABEL_GAP, at + LETTER, Anchor.END, tick.label());
    }
    for (Tick tick : x.ticks()) {
      double at = x.at(tick.value());
      svg.line("grid", at, bottom, at, y.to());
      svg.text("tick", at, bottom + 17, Anchor.MIDDLE, tick.label());
    }
    double middle = (y.from() + y.to()) / 2;
    if (!y.title().isEmpty()) {
      double room = Math.abs(y.to() - y.from()) + 40;
      svg.upwards("title", 13, middle, Svg.fitted(y.title(), room));
    }
    if (!x.title().isEmpty()) {
      double room = x.to() - x.from() + 60;
      double at = (x.from() + x.to()) / 2;
      svg.text("title", at, bottom + 38, Anchor.MIDDLE, Svg.fitted(x.title(), room));
    }
    return this;
  }

  /**
   * Draws entries side by side, in as many rows as they need, from the given pixel downwards.
   *
   * @return the height in pixels; 0 without entries
   */
  static double legend(Svg svg, List<Entry> entries, double left, double top, double width) {
    double at = left;
    double middle = top + 6 + LEGEND_LINE / 2;
    for (Entry entry : entries) {
      if (at > left && at + entry.width() > left + width) {
        at = left;
        middle += LEGEND_LINE;
      }
      if (entry.line()) {
        svg.line("line s" + entry.style(), at, middle, at + 22, middle);
        svg.mark(entry.style(), at + 11, middle, 3.5, "");
      } else {
        svg.marks(entry.style(), new double[] {at + 16}, new double[] {middle});
      }
      String label = Svg.fitted(entry.label(), width - LEGEND_KEY);
      svg.text("label", at + LEGEND_KEY, middle + LETTER, Anchor.START, label);
      at += entry.width();
    }
    return entries.isEmpty() ? 0 : middle + LEGEND_LINE / 2 - top;
  }
}
