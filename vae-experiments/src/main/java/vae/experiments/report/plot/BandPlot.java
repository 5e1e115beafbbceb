package vae.experiments.report.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import vae.experiments.report.plot.Plot.Entry;

/** Curves over training, such as means of groups, each with a band about it where there is one. */
public final class BandPlot {

  /**
   * One curve.
   *
   * @param half half width of the band; NaN where there is none
   */
  public record Curve(String label, double[] x, double[] mean, double[] half) {

    DoubleStream ends() {
      return DoubleStream.concat(Arrays.stream(edge(-1)), Arrays.stream(edge(1)));
    }

    double[] edge(int side) {
      double[] edge = mean.clone();
      for (int i = 0; i < edge.length; i++) {
        edge[i] += half[i] > 0 ? side * half[i] : 0;
      }
      return edge;
    }
  }

  private BandPlot() {}

  /** The drawing of a whole row. */
  public static final Size WIDE = new Size(640, 320);

  /** The drawing that stands beside others. */
  public static final Size NARROW = new Size(380, 290);

  /** Width and height in pixels, without the legend. */
  public record Size(int width, int height) {}

  /** Draws curves of one colour each, ten at most, over the part of the values given. */
  public static Drawing of(
      Size size, String along, String metric, List<Curve> curves, double low, double high) {
    Svg svg = new Svg();
    double bottom = size.height() - Plot.below(along);
    double[] shown =
        curves.stream()
            .flatMapToDouble(Curve::ends)
            .map(end -> Math.clamp(end, low, high))
            .toArray();
    Axis y = Axis.linear(metric, shown, bottom, Plot.TOP);
    double left = Plot.left(y.widestLabel(), metric);
    double[] steps = curves.stream().flatMapToDouble(c -> Arrays.stream(c.x())).toArray();
    Axis x = Axis.counts(along, steps, left, size.width() - Plot.RIGHT);
    new Plot(svg, x, y).frame();
    svg.window(left, Plot.TOP - 2, size.width() - Plot.RIGHT - left, bottom - Plot.TOP + 4);
    List<Entry> legend = new ArrayList<>();
    for (int i = 0; i < curves.size(); i++) {
      Curve curve = curves.get(i);
      double[] at = Arrays.stream(curve.x()).map(x::at).toArray();
      if (Arrays.stream(curve.half()).anyMatch(half -> half > 0)) {
        svg.area("band s" + i, at, pixels(y, curve.edge(-1)), pixels(y, curve.edge(1)));
      }
      legend.add(new Entry(i, curve.label(), true));
    }
    for (int i = 0; i < curves.size(); i++) {
      double[] at = Arrays.stream(curves.get(i).x()).map(x::at).toArray();
      double[] mean = pixels(y, curves.get(i).mean());
      if (at.length == 1) {
        svg.circle("dot s" + i, at[0], mean[0], 3.5, curves.get(i).label());
      } else {
        svg.polyline("line s" + i, at, mean, curves.get(i).label());
      }
    }
    svg.whole();
    if (curves.size() < 2) {
      return new Drawing(size.width(), size.height(), svg);
    }
    double below = Plot.legend(svg, legend, left, size.height(), size.width() - left);
    return new Drawing(size.width(), (int) Math.ceil(size.height() + below), svg);
  }

  private static double[] pixels(Axis axis, double[] values) {
    return Arrays.stream(values).map(axis::beyond).toArray();
  }
}
