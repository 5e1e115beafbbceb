/**
 * Charts and picture grids: numbers in, SVG or pixels out.
 *
 * <p>A {@code Figure} is a {@code Drawing} or a picture with its name and words. Drawings ({@code
 * BandPlot}, {@code BarChart}, {@code ScatterPlot}, {@code IntervalPlot}, {@code HeatMap}, {@code
 * ParallelCoordinates}, {@code CrossPlot}) stand on {@code Axis}, {@code Plot} and {@code Svg};
 * {@code chart.css} styles them in the colours of a {@code Palette}. {@code ImageGrid} makes pixels
 * of the rows of a {@code Matrix}. Start at {@code Figure}. Knows neither runs nor sweeps; may
 * depend on {@code report.text}.
 */
package vae.experiments.report.plot;
