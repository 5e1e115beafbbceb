/**
 * What a run looked like: figures and one self-contained page.
 *
 * <p>{@link vae.experiments.report.RunReport} is the way in. It reads a run folder into a {@code
 * RunData} ({@code RunFolderReader}; trouble is a {@link vae.experiments.report.ReportException}),
 * draws charts ({@code Charts}) and picture grids ({@code ImageGrid}), and writes {@code
 * report.html} ({@code ReportPage} on {@code Html}) and {@code figures/}. The same folder makes the
 * same bytes on the same machine: no dates, no random names.
 *
 * <p>{@link vae.experiments.report.SweepReport} does the same for a sweep: {@code SweepView} ranks
 * its groups, a section class each draws plots ({@code IntervalPlot}, {@code HeatMap}, {@code
 * ParallelCoordinates}, {@code BandPlot}, {@code CrossPlot} on {@code Axis} and {@code Svg}, styled
 * by {@code chart.css}), {@code DataTable} with {@code tables.js} sorts and filters, {@code
 * SweepPage} lays it out. {@link vae.experiments.report.StudyReport} shows a study's findings.
 *
 * <p>Reads files only, never models. May depend on {@code vae.experiments.run} and {@code
 * vae.experiments.sweep}.
 */
package vae.experiments.report;
