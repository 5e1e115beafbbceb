/**
 * What a run looked like: figures and one self-contained page.
 *
 * <p>{@link vae.experiments.report.RunReport} is the way in. It reads a run folder into a {@code
 * RunData} ({@code RunFolderReader}; trouble is a {@link vae.experiments.report.ReportException}),
 * draws charts ({@code Charts}) and picture grids ({@code ImageGrid}), and writes {@code
 * report.html} ({@code ReportPage} on {@code Html}) and {@code figures/}. The same folder makes the
 * same bytes on the same machine: no dates, no random names.
 *
 * <p>Reads files only, never models. May depend on {@code vae.experiments.run}.
 */
package vae.experiments.report;
