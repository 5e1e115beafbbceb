/**
 * Sweeps: a {@link vae.experiments.sweep.Trial} is one planned run, {@link
 * vae.experiments.sweep.PlanFile} freezes all of them, a {@link vae.experiments.sweep.Launcher} has
 * them run, each by a {@link vae.experiments.sweep.TrialRunner}, and {@link
 * vae.experiments.sweep.Records} is what is known of them afterwards; {@link
 * vae.experiments.sweep.SweepFolder} says where it all is; {@link
 * vae.experiments.sweep.SweepVerification} checks that it is what was written. Start at {@code
 * Trial}. May depend on {@code spec}, {@code run}, {@code training}, {@code evaluation} and {@code
 * wiring}.
 */
package vae.experiments.sweep;
