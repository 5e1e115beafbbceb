/**
 * Charts and picture grids: numbers in, SVG or pixels out.
 *
 * <p>A {@code Figure} is named and drawn for one {@code Palette}. {@code Drawing}s ({@code
 * IntervalPlot}, {@code HeatMap}, {@code ParallelCoordinates}, {@code BandPlot}, {@code CrossPlot})
 * stand on {@code Axis}, {@code Plot} and {@code Svg} and are styled by {@code chart.css}; {@code
 * Charts} draws curves, bars and clouds; {@code ImageGrid} makes pixels of the rows of a {@code
 * Matrix}. Start at {@code Figure}. Knows neither runs nor sweeps; may depend on {@code
 * report.text}.
 */
package vae.experiments.report.plot;
