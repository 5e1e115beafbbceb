/**
 * Tables from runs: {@link vae.experiments.sweep.table.SweepResults} groups the trials of a sweep,
 * or plain runs, that differ in nothing but the seed; {@link vae.experiments.sweep.table.Group}
 * summarises a metric over its seeds, with the Monte-Carlo error kept apart.
 *
 * <p>{@link vae.experiments.sweep.table.GroupComparison} chooses which metrics of which groups are
 * shown; {@code TerminalTable}, {@code MarkdownTable} and {@code LatexTable} lay the same {@code
 * Sheet} out for people, {@code CsvTable}, {@code JsonTable} and {@code SqliteExport} write every
 * digit. {@link vae.experiments.sweep.table.Sources} mixes sweeps and plain runs. Start at {@code
 * SweepResults}. May depend on {@code sweep}, {@code run}, {@code spec} and {@code evaluation}.
 */
package vae.experiments.sweep.table;
