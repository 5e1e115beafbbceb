package vae.experiments.report.plot;

import java.util.ArrayList;
import java.util.List;
import vae.experiments.report.plot.Plot.Entry;

/**
 * Means with their intervals, one row for each name: the figure of a comparison over seeds, drawn
 * by {@link IntervalPlot} as a document of its own.
 */
public final class IntervalRows {

  /**
   * One mean.
   *
   * @param row the label at its left
   * @param series the name in the legend; rows may have several
   * @param mean finite
   * @param halfWidth of the interval, ≥ 0 and finite
   */
  public record Mark(String row, String series, double mean, double halfWidth) {

    public Mark {
      if (!Double.isFinite(mean) || !(halfWidth >= 0) || !Double.isFinite(halfWidth)) {
        throw new IllegalArgumentException(
            "expected a finite mean and a finite half width of at least 0 for %s, got %s ± %s"
                .formatted(row, mean, halfWidth));
      }
    }
  }

  private IntervalRows() {}

  /**
   * An SVG document on a light ground whose text depends on its arguments only.
   *
   * @param marks at least one; rows and series stand in the order of their first marks
   */
  public static String svg(String title, List<Mark> marks) {
    if (marks.isEmpty()) {
      throw new IllegalArgumentException("expected at least one mark, got none");
    }
    List<String> rows = marks.stream().map(Mark::row).distinct().toList();
    List<String> series = marks.stream().map(Mark::series).distinct().toList();
    List<IntervalPlot.Point> points = new ArrayList<>();
    for (Mark mark : marks) {
      int style = series.indexOf(mark.series());
      String hint = "%s: %s".formatted(mark.series(), Axis.label(mark.mean()));
      int place = rows.indexOf(mark.row());
      points.add(new IntervalPlot.Point(place, mark.mean(), mark.halfWidth(), style, false, hint));
    }
    List<Entry> legend = new ArrayList<>();
    for (int i = 0; i < series.size() && series.size() > 1; i++) {
      legend.add(new Entry(i, series.get(i), false));
    }
    Drawing drawing = IntervalPlot.named(rows, title, points, legend);
    String alt = "Means of %s with their intervals.".formatted(title);
    return ChartStyle.document(new Figure.Drawn("", alt, "", drawing, false), Palette.LIGHT);
  }
}
