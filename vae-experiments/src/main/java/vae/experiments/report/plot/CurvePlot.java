package vae.experiments.report.plot;

import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import vae.experiments.report.plot.Plot.Entry;

/** Curves through the plane: points of a series, joined in the order in which they come. */
public final class CurvePlot {

  private static final int WIDTH = 520;
  private static final int HEIGHT = 380;

  /** Pixels of a line of text. */
  private static final int LINE = 12;

  /**
   * A point of a curve; half widths are NaN where there is no interval.
   *
   * @param series number of its colour
   * @param label stands beside it where there is room
   * @param hint words on it
   */
  public record Point(
      double x, double xHalf, double y, double yHalf, int series, String label, String hint) {}

  private CurvePlot() {}

  /** Draws the curves, with a legend below where there is one. */
  public static Drawing of(String xTitle, String yTitle, List<Point> points, List<Entry> legend) {
    Svg svg = new Svg();
    double bottom = HEIGHT - Plot.below(xTitle);
    double[] heights = Axis.ends(array(points, Point::y), array(points, Point::yHalf));
    double[] widths = Axis.ends(array(points, Point::x), array(points, Point::xHalf));
    Axis y = Axis.linear(yTitle, heights, bottom, Plot.TOP);
    double left = Plot.left(y.widestLabel(), yTitle);
    Axis x = Axis.linear(xTitle, widths, left, WIDTH - Plot.RIGHT);
    new Plot(svg, x, y).frame();
    Map<Integer, List<Point>> series = new TreeMap<>();
    points.forEach(it -> series.computeIfAbsent(it.series(), _ -> new ArrayList<>()).add(it));
    series.forEach(
        (style, curve) ->
            svg.polyline(
                "line s" + style,
                curve.stream().mapToDouble(it -> x.at(it.x())).toArray(),
                curve.stream().mapToDouble(it -> y.at(it.y())).toArray(),
                ""));
    List<Rectangle2D> labels = new ArrayList<>();
    for (Point point : points) {
      double atX = x.at(point.x());
      double atY = y.at(point.y());
      if (point.xHalf() > 0) {
        double from = x.at(point.x() - point.xHalf());
        svg.line("whisker s" + point.series(), from, atY, x.at(point.x() + point.xHalf()), atY);
      }
      if (point.yHalf() > 0) {
        double from = y.at(point.y() - point.yHalf());
        svg.line("whisker s" + point.series(), atX, from, atX, y.at(point.y() + point.yHalf()));
      }
      svg.circle("dot s" + point.series(), atX, atY, 4.2, point.hint());
      label(svg, point.label(), atX, atY, labels);
    }
    double below = Plot.legend(svg, legend, left, HEIGHT, WIDTH - left);
    return new Drawing(WIDTH, (int) Math.ceil(HEIGHT + below), svg);
  }

  /** Beside the point where no other label is, above it or below; left out where all is taken. */
  private static void label(Svg svg, String text, double x, double y, List<Rectangle2D> taken) {
    double width = Svg.width(text);
    for (double down : new double[] {-6, 16}) {
      for (double from : new double[] {x + 8, x - 8 - width}) {
        Rectangle2D box = new Rectangle2D.Double(from, y + down - LINE, width, LINE);
        if (from > 0 && from + width < WIDTH && taken.stream().noneMatch(box::intersects)) {
          taken.add(box);
          svg.text("tick", from, y + down, Svg.Anchor.START, text);
          return;
        }
      }
    }
  }

  private static double[] array(List<Point> points, ToDoubleFunction<Point> part) {
    return points.stream().mapToDouble(part).toArray();
  }
}
