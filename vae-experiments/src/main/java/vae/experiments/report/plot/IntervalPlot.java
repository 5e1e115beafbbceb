package vae.experiments.report.plot;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import vae.experiments.report.plot.Plot.Entry;

/**
 * A metric against one parameter: a point a group, with the interval of its mean.
 *
 * <p>Numbers lie along the bottom; names stand one below the other at the left, where there is room
 * for them.
 */
public final class IntervalPlot {

  private static final int WIDTH = 420;
  private static final int NAMED_WIDTH = 500;
  private static final int HEIGHT = 290;
  private static final int FEW = 40;

  /** Share of the distance to the next value that points side by side may take. */
  private static final double ROOM = 0.6;

  private static final double SMALL = 3.6;
  private static final double LARGE = 5.4;

  /**
   * A group in the plot.
   *
   * @param at value of the parameter, or the place among its names
   * @param half half width of the interval; NaN where there is none
   */
  public record Point(double at, double mean, double half, int series, boolean best, String hint) {

    double low() {
      return half > 0 ? mean - half : mean;
    }

    double high() {
      return half > 0 ? mean + half : mean;
    }
  }

  private final List<Point> points;
  private final List<Entry> legend;
  private final Svg svg = new Svg();

  private IntervalPlot(List<Point> points, List<Entry> legend) {
    this.points = points;
    this.legend = legend;
  }

  /**
   * A parameter of numbers.
   *
   * @param joined whether points of a series are joined by lines
   */
  public static Drawing numeric(
      String parameter, String metric, List<Point> points, List<Entry> legend, boolean joined) {
    return new IntervalPlot(points, legend).numeric(parameter, metric, joined);
  }

  /** A parameter of names, in the order in which they are listed from the top. */
  public static Drawing named(
      List<String> names, String metric, List<Point> points, List<Entry> legend) {
    return new IntervalPlot(points, legend).named(names, metric);
  }

  private Drawing numeric(String parameter, String metric, boolean joined) {
    double bottom = HEIGHT - Plot.below(parameter);
    Axis y = Axis.linear(metric, ends(points), bottom, Plot.TOP);
    double left = Plot.left(y.widestLabel(), metric);
    double[] values = points.stream().mapToDouble(Point::at).toArray();
    Axis x = Axis.parameter(parameter, values, left, WIDTH - Plot.RIGHT);
    Plot plot = new Plot(svg, x, y).frame();
    Map<Point, Double> places = dodged(x, points);
    if (joined) {
      lines(places, y);
    }
    for (Point point : ordered(points)) {
      double at = places.get(point);
      if (point.half() > 0) {
        svg.line(whisker() + point.series() % 10, at, y.at(point.low()), at, y.at(point.high()));
      }
      mark(point, at, y.at(point.mean()));
    }
    double from = plot.x().from();
    double below = Plot.legend(svg, legend, from, HEIGHT, WIDTH - from);
    return new Drawing(WIDTH, (int) Math.ceil(HEIGHT + below), svg);
  }

  private Drawing named(List<String> names, String metric) {
    List<String> labels = names.stream().map(name -> Svg.fitted(name, 210)).toList();
    Map<Integer, List<Point>> rows = new TreeMap<>();
    points.forEach(p -> rows.computeIfAbsent((int) p.at(), _ -> new ArrayList<>()).add(p));
    int most = rows.values().stream().mapToInt(List::size).max().orElse(1);
    double rowHeight = Math.clamp(10 + 7 * most, 28, 110);
    double bottom = Plot.TOP + rowHeight * names.size();
    double height = bottom + Plot.below(metric);
    Axis y = Axis.categories("", labels.reversed(), bottom, Plot.TOP);
    double left = Plot.left(y.widestLabel(), "");
    Axis x = Axis.linear(metric, ends(points), left, NAMED_WIDTH - Plot.RIGHT);
    new Plot(svg, x, y).frame();
    rows.forEach((place, row) -> row(place, row, names.size(), rowHeight, x));
    double below = Plot.legend(svg, legend, left, height, NAMED_WIDTH - left);
    return new Drawing(NAMED_WIDTH, (int) Math.ceil(height + below), svg);
  }

  /** The points of one name, best-known order from the top of its row. */
  private void row(int place, List<Point> row, int names, double height, Axis x) {
    double middle = Plot.TOP + (place + 0.5) * height;
    double step = row.size() < 2 ? 0 : Math.min(8, (height - 10) / (row.size() - 1));
    double first = middle - step * (row.size() - 1) / 2;
    if (place + 1 < names) {
      double edge = middle + height / 2;
      svg.line("rule", x.from(), edge, x.to(), edge);
    }
    List<Point> drawn = row.stream().sorted(Comparator.comparingInt(Point::series)).toList();
    for (int i = 0; i < drawn.size(); i++) {
      Point point = drawn.get(i);
      double at = first + step * i;
      if (point.half() > 0) {
        svg.line(whisker() + point.series() % 10, x.at(point.low()), at, x.at(point.high()), at);
      }
      mark(point, x.at(point.mean()), at);
    }
  }

  /** Many intervals are faint, or the points drown in them. */
  private String whisker() {
    return points.size() > FEW ? "whisker faint s" : "whisker s";
  }

  private void mark(Point point, double x, double y) {
    if (point.best()) {
      svg.circle("ring", x, y, LARGE + 2, "");
    }
    svg.mark(point.series(), x, y, point.best() ? LARGE : SMALL, point.hint());
  }

  /** The best one last, on top of the others. */
  private static List<Point> ordered(List<Point> points) {
    return points.stream().sorted(Comparator.comparing(Point::best)).toList();
  }

  private void lines(Map<Point, Double> places, Axis y) {
    Map<Integer, List<Point>> series = new TreeMap<>();
    points.forEach(p -> series.computeIfAbsent(p.series(), _ -> new ArrayList<>()).add(p));
    series.forEach(
        (style, group) -> {
          List<Point> along = group.stream().sorted(Comparator.comparingDouble(Point::at)).toList();
          double[] x = along.stream().mapToDouble(places::get).toArray();
          double[] heights = along.stream().mapToDouble(p -> y.at(p.mean())).toArray();
          svg.polyline("line s" + style, x, heights, "");
        });
  }

  /** Points over the same value step aside by a few pixels, in the order of their series. */
  private static Map<Point, Double> dodged(Axis x, List<Point> points) {
    Map<Double, List<Point>> columns = new TreeMap<>();
    points.forEach(p -> columns.computeIfAbsent(p.at(), _ -> new ArrayList<>()).add(p));
    Map<Point, Double> places = new HashMap<>();
    double edge = x.at(columns.keySet().iterator().next()) - x.from();
    double room = Math.min(ROOM * narrowest(x, columns.keySet()), 2 * edge);
    for (List<Point> column : columns.values()) {
      double step = Math.min(5, room / Math.max(1, column.size() - 1));
      column.sort(Comparator.comparingInt(Point::series));
      for (int i = 0; i < column.size(); i++) {
        double shift = step * (i - (column.size() - 1) / 2.0);
        places.put(column.get(i), x.at(column.get(i).at()) + shift);
      }
    }
    return places;
  }

  /** Pixels between the two values that are nearest to each other, or of half the axis. */
  private static double narrowest(Axis x, Collection<Double> ascending) {
    double narrowest = (x.to() - x.from()) / 2;
    double last = Double.NEGATIVE_INFINITY;
    for (double value : ascending) {
      narrowest = Math.min(narrowest, x.at(value) - last);
      last = x.at(value);
    }
    return narrowest;
  }

  private static double[] ends(List<Point> points) {
    return Axis.ends(
        points.stream().mapToDouble(Point::mean).toArray(),
        points.stream().mapToDouble(Point::half).toArray());
  }
}
