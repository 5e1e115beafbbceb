package vae.experiments.report;

import java.util.List;

/** Bars with a label under each: the figure of a study, in the report's colours. */
public final class BarChart {

  private BarChart() {}

  /**
   * An SVG document whose bytes depend on its arguments only.
   *
   * @param labels one a bar
   * @param heights as many as labels, finite
   */
  public static byte[] svg(String xTitle, String yTitle, List<String> labels, double[] heights) {
    return new Charts(Palette.LIGHT).bars(xTitle, yTitle, labels, heights);
  }
}
