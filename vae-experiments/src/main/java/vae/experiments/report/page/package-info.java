/**
 * Self-contained HTML pages: {@code Html} writes elements, {@code Page} the page around them,
 * {@code SectionWriter} a {@code Section} with its figures, {@code FigureFiles} the same figures as
 * files. Start at {@code Section}. Trouble is a {@link
 * vae.experiments.report.page.ReportException}. May depend on {@code report.plot} and {@code
 * report.text}.
 */
package vae.experiments.report.page;
