/**
 * Whether the posterior is calibrated and the model plausible: {@link
 * vae.experiments.evaluation.calibration.Calibration} by data that the model simulates.
 */
package vae.experiments.evaluation.calibration;
