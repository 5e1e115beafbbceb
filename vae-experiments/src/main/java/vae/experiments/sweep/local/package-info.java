/**
 * Trials in workers of this process. Start at {@link vae.experiments.sweep.local.LocalLauncher}.
 * May depend on {@code sweep}, {@code run} and {@code wiring}.
 */
package vae.experiments.sweep.local;
