/**
 * The callbacks of slot {@code callback}, one per file, and {@link
 * vae.experiments.training.callback.CallbackModule}, which names them. Start at {@code
 * EarlyStopping}. May depend on training.
 */
package vae.experiments.training.callback;
