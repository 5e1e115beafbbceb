/**
 * What a run appends while it trains: {@code Journal} holds a fingerprint of every parameter after
 * every step, {@code MetricsLog} the metrics of every epoch, {@code DivergenceFile} where a run
 * stopped being finite. Start at {@code JournalLayout} for the bytes.
 */
package vae.experiments.run.journal;
