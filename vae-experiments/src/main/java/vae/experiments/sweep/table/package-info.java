/**
 * Tables from runs: {@link vae.experiments.sweep.table.SweepResults} groups the trials of a sweep,
 * or plain runs, that differ in nothing but the seed; {@link vae.experiments.sweep.table.Group}
 * summarises a metric over its seeds, with the Monte-Carlo error kept apart. Start at {@code
 * SweepResults}. May depend on {@code sweep}, {@code run}, {@code spec} and {@code evaluation}.
 */
package vae.experiments.sweep.table;
