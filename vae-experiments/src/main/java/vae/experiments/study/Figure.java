package vae.experiments.study;

import java.util.List;
import vae.experiments.report.BarChart;

/**
 * A figure of a study: bars.
 *
 * @param name of its file, without the ending
 * @param caption one sentence
 * @param xTitle what the labels are
 * @param yTitle what the heights are, with the unit
 * @param labels one a bar
 * @param heights as many as labels, finite
 */
public record Figure(
    String name,
    String caption,
    String xTitle,
    String yTitle,
    List<String> labels,
    List<Double> heights) {

  /** Copies the lists. */
  public Figure {
    labels = List.copyOf(labels);
    heights = List.copyOf(heights);
  }

  /** The figure as an SVG document. */
  byte[] svg() {
    double[] bars = heights.stream().mapToDouble(Double::doubleValue).toArray();
    return BarChart.svg(xTitle, yTitle, labels, bars);
  }
}
