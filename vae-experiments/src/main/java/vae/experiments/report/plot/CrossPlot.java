package vae.experiments.report.plot;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** Groups by two numbers, each with the interval of its mean, coloured by a metric. */
public final class CrossPlot {

  private static final int WIDTH = 520;
  private static final int HEIGHT = 380;
  private static final int KEY = 40;
  private static final int FEW = 40;

  /** One group; half widths are NaN where there is no interval. */
  public record Point(
      double x, double xHalf, double y, double yHalf, double metric, boolean best, String hint) {}

  private CrossPlot() {}

  /** Draws the points, the last on top. */
  public static Drawing of(String xTitle, String yTitle, List<Point> points, ColourScale scale) {
    return of(xTitle, yTitle, points, scale, false);
  }

  /** Draws groups over two parameters, spaced by factors where these span decades. */
  public static Drawing ofParameters(
      String xTitle, String yTitle, List<Point> points, ColourScale scale) {
    return of(xTitle, yTitle, points, scale, true);
  }

  private static Drawing of(
      String xTitle, String yTitle, List<Point> points, ColourScale scale, boolean parameters) {
    Svg svg = new Svg();
    double bottom = HEIGHT - Plot.below(xTitle);
    double[] heights = Axis.ends(array(points, Point::y), array(points, Point::yHalf));
    double[] widths = Axis.ends(array(points, Point::x), array(points, Point::xHalf));
    Axis y =
        parameters
            ? Axis.parameter(yTitle, heights, bottom, Plot.TOP)
            : Axis.linear(yTitle, heights, bottom, Plot.TOP);
    double left = Plot.left(y.widestLabel(), yTitle);
    double right = WIDTH - Plot.RIGHT;
    Axis x =
        parameters
            ? Axis.parameter(xTitle, widths, left, right)
            : Axis.linear(xTitle, widths, left, right);
    new Plot(svg, x, y).frame();
    for (Point point : points) {
      double atX = x.at(point.x());
      double atY = y.at(point.y());
      String colour = (points.size() > FEW ? " faint m" : " m") + scale.of(point.metric());
      if (point.xHalf() > 0) {
        double from = x.at(point.x() - point.xHalf());
        svg.line("whisker" + colour, from, atY, x.at(point.x() + point.xHalf()), atY);
      }
      if (point.yHalf() > 0) {
        double from = y.at(point.y() - point.yHalf());
        svg.line("whisker" + colour, atX, from, atX, y.at(point.y() + point.yHalf()));
      }
      if (point.best()) {
        svg.circle("ring", atX, atY, 7.4, "");
      }
      svg.circle(
          "dot m" + scale.of(point.metric()), atX, atY, point.best() ? 5.4 : 4.2, point.hint());
    }
    scale.key(svg, left, HEIGHT + 8);
    return new Drawing(WIDTH, HEIGHT + KEY, svg);
  }

  private static double[] array(List<Point> points, ToDoubleFunction<Point> part) {
    return points.stream().mapToDouble(part).toArray();
  }
}
