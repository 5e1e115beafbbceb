/**
 * What a trained model is worth on held-out data: {@link
 * vae.experiments.evaluation.HeldOutEvaluator} computes bounds, likelihoods and latent statistics,
 * {@link vae.experiments.evaluation.Panels} the arrays behind the report's pictures. Start at
 * {@code HeldOutEvaluator}. May depend on {@code training}.
 */
package vae.experiments.evaluation;
