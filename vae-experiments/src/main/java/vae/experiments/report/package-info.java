/**
 * Reports: figures and self-contained pages, made from the files of a run, a sweep or a study.
 *
 * <p>{@link vae.experiments.report.run.RunReport} shows a run, {@link
 * vae.experiments.report.sweep.SweepReport} a sweep, {@link
 * vae.experiments.report.study.StudyReport} the findings of a study. All three write with {@code
 * report.page}, draw with {@code report.plot} and format with {@code report.text}; {@code
 * report.sweep} also reads runs through {@code report.run}. The same folder makes the same bytes on
 * the same machine: no dates, no random names.
 *
 * <p>Reads files only, never models. May depend on {@code vae.experiments.run} and {@code
 * vae.experiments.sweep}.
 */
package vae.experiments.report;
