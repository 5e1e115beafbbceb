package vae.experiments.report.plot;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Bars with a label under each: the figure of a study, in the report's colours. */
public final class BarChart {

  private BarChart() {}

  /**
   * An SVG document whose text depends on its arguments only.
   *
   * @param labels one a bar
   * @param heights as many as labels, finite
   */
  public static String svg(String xTitle, String yTitle, List<String> labels, double[] heights) {
    byte[] bytes = new Charts(Palette.LIGHT).bars(xTitle, yTitle, labels, heights);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
