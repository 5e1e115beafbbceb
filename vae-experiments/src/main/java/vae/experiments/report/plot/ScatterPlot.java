package vae.experiments.report.plot;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import vae.experiments.report.plot.Plot.Entry;

/** Clouds of points; colour and marker tell them apart. */
public final class ScatterPlot {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 420;

  public record Cloud(String label, int style, double[] x, double[] y) {}

  private ScatterPlot() {}

  /** Draws the clouds, the last on top, with a legend where there are several. */
  public static Drawing of(String xTitle, String yTitle, List<Cloud> clouds) {
    Svg svg = new Svg();
    double bottom = HEIGHT - Plot.below(xTitle);
    Axis y = Axis.linear(yTitle, all(clouds.stream().map(Cloud::y).toList()), bottom, Plot.TOP);
    double left = Plot.left(y.widestLabel(), yTitle);
    double right = WIDTH - Plot.RIGHT;
    Axis x = Axis.linear(xTitle, all(clouds.stream().map(Cloud::x).toList()), left, right);
    new Plot(svg, x, y).frame();
    List<Entry> legend = new ArrayList<>();
    for (Cloud cloud : clouds) {
      svg.marks(
          cloud.style(),
          Arrays.stream(cloud.x()).map(x::at).toArray(),
          Arrays.stream(cloud.y()).map(y::at).toArray());
      legend.add(new Entry(cloud.style(), cloud.label(), false));
    }
    if (clouds.size() < 2) {
      return new Drawing(WIDTH, HEIGHT, svg);
    }
    double below = Plot.legend(svg, legend, left, HEIGHT, WIDTH - left);
    return new Drawing(WIDTH, (int) Math.ceil(HEIGHT + below), svg);
  }

  private static double[] all(List<double[]> parts) {
    return parts.stream().flatMapToDouble(DoubleStream::of).toArray();
  }
}
