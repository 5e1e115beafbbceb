/**
 * Runs made again: {@link vae.experiments.reproduction.Reproduction} trains from a folder's own
 * spec, holds every step to the journal ({@code JournalComparison}) and every file to the recorded
 * one ({@code RunComparison}). The outcome is a {@link vae.experiments.run.verification.Verdict}.
 * May depend on {@code run}, {@code recorded} and {@code citation}.
 */
package vae.experiments.reproduction;
