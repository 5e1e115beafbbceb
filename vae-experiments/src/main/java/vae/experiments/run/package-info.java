/**
 * Runs: {@link vae.experiments.run.Runner} trains, evaluates and leaves a complete folder; {@link
 * vae.experiments.run.Reevaluation} evaluates a finished one again.
 *
 * <p>{@code run.folder} owns the folder and its hashes, {@code run.journal} what is appended while
 * training, {@code run.checkpoint} what a run resumes from, {@code run.provenance} what it was made
 * from, {@code run.verification} checks it all. None of them knows the runner. Start at {@code
 * Runner}. May depend on {@code folder}, {@code spec}, {@code training}, {@code evaluation} and
 * {@code citation}.
 */
package vae.experiments.run;
