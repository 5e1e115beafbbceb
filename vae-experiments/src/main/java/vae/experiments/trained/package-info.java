/**
 * A trained model in use, without internals: {@link vae.experiments.trained.TrainedModel} opens a
 * finished run, {@link vae.experiments.trained.Inputs} brings numbers into the form in which the
 * run saw its own. Start at {@code TrainedModel}. May depend on {@code run}, {@code evaluation},
 * {@code imputation}, {@code training}, {@code wiring} and {@code spec}.
 */
package vae.experiments.trained;
