package vae.experiments.report.plot;

import java.util.List;
import vae.experiments.report.plot.Axis.Tick;
import vae.experiments.report.plot.Svg.Anchor;

/** Two axes with their lines, labels and titles, and room between them to draw in. */
public final class Plot {

  /** Pixels above the drawing area. */
  static final double TOP = 14;

  /** Pixels at the right of the drawing area. */
  static final double RIGHT = 18;

  private static final double LABEL_GAP = 8;
  private static final double LETTER = 4;
  private static final double TITLE = 20;
  private static final double LEGEND_LINE = 20;

  /** An entry of the legend: the number of its colour and its words. */
  public record Entry(int style, String label) {}

  private final Svg svg;
  private final Axis x;
  private final Axis y;

  public Plot(Svg svg, Axis x, Axis y) {
    this.svg = svg;
    this.x = x;
    this.y = y;
  }

  public Axis x() {
    return x;
  }

  public Axis y() {
    return y;
  }

  /** Pixels that labels and title of an upright axis need at its left. */
  static double left(double widestLabel, String title) {
    return widestLabel + LABEL_GAP + (title.isEmpty() ? 4 : TITLE + 4);
  }

  /** Pixels that labels and title of a level axis need below it. */
  static double below(String title) {
    return title.isEmpty() ? 24 : 24 + TITLE;
  }

  /** Pixels that a legend of one entry a line needs. */
  public static double legend(List<Entry> entries) {
    return entries.isEmpty() ? 0 : 6 + LEGEND_LINE * entries.size();
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

  /** Draws one entry a line from the given pixel downwards. */
  public static void legend(Svg svg, List<Entry> entries, double left, double top, double width) {
    double line = top + 6;
    for (Entry entry : entries) {
      double middle = line + LEGEND_LINE / 2;
      svg.line("line s" + entry.style(), left, middle, left + 22, middle);
      svg.circle("dot s" + entry.style(), left + 11, middle, 3.5, "");
      String label = Svg.fitted(entry.label(), width - 30);
      svg.text("label", left + 30, middle + LETTER, Anchor.START, label);
      line += LEGEND_LINE;
    }
  }
}
