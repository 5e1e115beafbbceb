/**
 * What a trained model is worth on held-out data: {@link
 * vae.experiments.evaluation.HeldOutEvaluator} computes bounds, likelihoods and latent statistics,
 * {@link vae.experiments.evaluation.Panels} the arrays behind the report's pictures, and a {@link
 * vae.experiments.evaluation.Metric} whatever else is asked for, by an {@link
 * vae.experiments.evaluation.Evaluator}. Start at {@code HeldOutEvaluator}; for a metric, at {@code
 * Evaluator}. May depend on {@code training}; metrics have packages below this one, by idea.
 */
package vae.experiments.evaluation;
