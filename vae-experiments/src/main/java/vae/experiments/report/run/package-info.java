/**
 * The page of one run: {@link vae.experiments.report.run.RunReport} is the way in. {@code
 * RunFolderReader} reads a run folder into {@code RunData}, one class per section makes figures of
 * it, {@code ReportPage} lays them out.
 */
package vae.experiments.report.run;
