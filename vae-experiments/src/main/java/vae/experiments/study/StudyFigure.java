package vae.experiments.study;

import java.util.List;
import vae.experiments.report.plot.BarChart;
import vae.experiments.report.plot.IntervalRows;
import vae.experiments.sweep.table.SeedSummary;

/**
 * A figure of a study, which {@link Findings#with} adds to what it found.
 *
 * @param name of its file below {@code figures/}, without the ending: letters, digits and dashes
 * @param caption a sentence or two in plain text, shown below the figure in the study's report
 * @param svg the document; its bytes depend on the study's numbers only
 */
public record StudyFigure(String name, String caption, String svg) {

  /**
   * One bar for each label.
   *
   * @param heights as many as labels
   */
  public static StudyFigure bars(
      String name,
      String caption,
      String xTitle,
      String yTitle,
      List<String> labels,
      List<Double> heights) {
    double[] bars = heights.stream().mapToDouble(Double::doubleValue).toArray();
    return new StudyFigure(name, caption, BarChart.svg(xTitle, yTitle, labels, bars));
  }

  /**
   * Means over seeds with their 95 % intervals, one line a row.
   *
   * @param marks at least one; their order is that of rows and series
   */
  public static StudyFigure intervals(
      String name, String caption, String title, List<IntervalRows.Mark> marks) {
    return new StudyFigure(name, caption, IntervalRows.svg(title, marks));
  }

  /** A word as the first of a caption. */
  static String capital(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  /** A mark of {@link #intervals}. */
  static IntervalRows.Mark mark(String row, String series, SeedSummary summary) {
    return new IntervalRows.Mark(
        row, series, summary.mean(), summary.n() < 2 ? 0 : summary.halfWidth());
  }
}
