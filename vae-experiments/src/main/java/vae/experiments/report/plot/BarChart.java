package vae.experiments.report.plot;

import java.util.List;
import java.util.stream.DoubleStream;

/** Bars from zero, each with a label under it where there is room. */
public final class BarChart {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 260;

  private BarChart() {}

  /** Draws one bar per label; heights are finite. */
  public static Drawing of(String xTitle, String yTitle, List<String> labels, double[] heights) {
    Svg svg = new Svg();
    double bottom = HEIGHT - Plot.below(xTitle);
    double[] span = DoubleStream.concat(DoubleStream.of(0), DoubleStream.of(heights)).toArray();
    Axis y = Axis.linear(yTitle, span, bottom, Plot.TOP);
    double left = Plot.left(y.widestLabel(), yTitle);
    Axis x = Axis.categories(xTitle, labels, left, WIDTH - Plot.RIGHT);
    new Plot(svg, x.withoutTicks(), y).frame();
    double slot = x.at(1) - x.at(0);
    int every = (int) Math.ceil((x.widestLabel() + 6) / slot);
    double width = (labels.size() > 60 ? 0.98 : 0.75) * slot;
    double zero = y.at(0);
    for (int i = 0; i < heights.length; i++) {
      double end = y.at(heights[i]);
      String hint = labels.get(i) + ": " + Axis.label(heights[i]);
      double top = Math.min(zero, end);
      svg.rectangle("dot s0", x.at(i) - width / 2, top, width, Math.abs(end - zero), hint);
      if (i % every == 0) {
        svg.text("tick", x.at(i), bottom + 17, Svg.Anchor.MIDDLE, labels.get(i));
      }
    }
    svg.line("axis", left, zero, WIDTH - Plot.RIGHT, zero);
    return new Drawing(WIDTH, HEIGHT, svg);
  }

  /** An SVG document on a light ground whose text depends on the arguments only. */
  public static String svg(String xTitle, String yTitle, List<String> labels, double[] heights) {
    String alt = "Bar chart of %s by %s.".formatted(yTitle, xTitle);
    Drawing bars = of(xTitle, yTitle, labels, heights);
    return ChartStyle.document(new Figure.Drawn("", alt, "", bars, false), Palette.LIGHT);
  }
}
