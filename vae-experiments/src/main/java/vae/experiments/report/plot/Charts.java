package vae.experiments.report.plot;

import java.awt.BasicStroke;
import java.awt.Font;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the report's charts as SVG, in the colours of one palette. */
public final class Charts {

  /** One line or one cloud of points; {@code style} chooses colour and dashes or marker. */
  public record Series(String label, int style, double[] x, double[] y) {}

  /** The part of the vertical axis to show; null bounds follow the data. */
  public record Range(Double low, Double high) {
    public static final Range WHOLE = new Range(null, null);
  }

  private static final Marker[] MARKERS = {
    SeriesMarkers.CIRCLE, SeriesMarkers.SQUARE, SeriesMarkers.DIAMOND, SeriesMarkers.TRIANGLE_UP
  };

  private final Palette palette;

  Charts(Palette palette) {
    this.palette = palette;
  }

  /** Lines over training; those of style 1 and 2 are dashed and dotted. */
  public byte[] lines(String xTitle, String yTitle, List<Series> lines, Range range) {
    XYChart chart =
        new XYChartBuilder().width(380).height(300).xAxisTitle(xTitle).yAxisTitle(yTitle).build();
    style(chart.getStyler());
    chart.getStyler().setYAxisMin(range.low()).setYAxisMax(range.high());
    chart.getStyler().setLegendVisible(lines.size() > 1);
    chart.getStyler().setXAxisMin(lines.stream().mapToDouble(Charts::start).min().orElseThrow());
    for (Series line : lines) {
      XYSeries drawn = chart.addSeries(line.label(), line.x(), line.y());
      boolean dots = line.x().length < 2;
      drawn.setMarker(dots ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
      drawn.setMarkerColor(palette.line(line.style()));
      drawn.setLineColor(palette.line(line.style()));
      drawn.setLineStyle(stroke(line.style()));
    }
    return SvgDocument.of(chart);
  }

  /**
   * A little before the first point: at evenly spaced values the library would put a label on every
   * few of them, however close, and the odd gap makes it choose round numbers instead.
   */
  private static double start(Series line) {
    return line.x().length < 2 ? line.x()[0] : line.x()[0] - 0.37 * (line.x()[1] - line.x()[0]);
  }

  private static BasicStroke stroke(int line) {
    float[] dash =
        switch (line % 3) {
          case 0 -> null;
          case 1 -> new float[] {7, 4};
          default -> new float[] {2, 3};
        };
    return new BasicStroke(2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10f, dash, 0f);
  }

  /** Bars with a label under each, where there is room for it. */
  public byte[] bars(String xTitle, String yTitle, List<String> labels, double[] heights) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(480)
            .height(260)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    style(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setAvailableSpaceFill(heights.length > 60 ? 0.98 : 0.75);
    chart.getStyler().setXAxisMaxLabelCount(24).setPlotGridVerticalLinesVisible(false);
    CategorySeries bars = chart.addSeries("bars", labels, Arrays.stream(heights).boxed().toList());
    bars.setFillColor(palette.line(0));
    return SvgDocument.of(chart);
  }

  /** Clouds of points; colour and marker tell them apart. */
  public byte[] clouds(String xTitle, String yTitle, List<Series> clouds, boolean legend) {
    XYChart chart =
        new XYChartBuilder().width(480).height(390).xAxisTitle(xTitle).yAxisTitle(yTitle).build();
    style(chart.getStyler());
    chart.getStyler().setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    chart.getStyler().setLegendVisible(legend).setMarkerSize(5);
    chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
    chart.getStyler().setLegendLayout(LegendLayout.Vertical);
    for (Series cloud : clouds) {
      XYSeries drawn = chart.addSeries(cloud.label(), cloud.x(), cloud.y());
      drawn.setMarker(MARKERS[(cloud.style() + cloud.style() / 10) % MARKERS.length]);
      drawn.setMarkerColor(palette.ofClass(cloud.style()));
    }
    return SvgDocument.of(chart);
  }

  private void style(AxesChartStyler styler) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    styler.setLocale(Locale.ROOT);
    styler.setBaseFont(font);
    styler.setChartBackgroundColor(palette.background());
    styler.setPlotBackgroundColor(palette.background());
    styler.setChartFontColor(palette.text());
    styler.setChartPadding(6).setChartTitleVisible(false);
    styler.setPlotBorderVisible(false);
    styler.setLegendBackgroundColor(palette.background());
    styler.setLegendBorderColor(palette.background());
    styler.setLegendPosition(LegendPosition.OutsideS).setLegendLayout(LegendLayout.Horizontal);
    styler.setLegendFont(font).setLegendPadding(9).setLegendSeriesLineLength(28);
    styler.setPlotContentSize(0.96);
    styler.setAxisTitleFont(font).setAxisTickLabelsFont(font.deriveFont(11.5f));
    styler.setXAxisTickLabelsColor(palette.quiet()).setYAxisTickLabelsColor(palette.quiet());
    styler.setAxisTickMarksColor(palette.grid());
    styler.setPlotGridLinesColor(palette.grid());
    styler.setPlotGridLinesStroke(new BasicStroke(1f));
    styler.setPlotMargin(2).setAxisTitlePadding(10);
    styler.setAxisTicksLineVisible(false).setAxisTicksMarksVisible(false);
    styler.setXAxisTickMarkSpacingHint(60).setYAxisTickMarkSpacingHint(45);
  }
}
