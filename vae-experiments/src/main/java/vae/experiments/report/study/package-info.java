/**
 * The page of a study: {@link vae.experiments.report.study.StudyReport} lays out findings and
 * figures, {@code MarkdownHtml} its text.
 */
package vae.experiments.report.study;
