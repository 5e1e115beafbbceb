/**
 * Where inference loses nats: {@link vae.experiments.evaluation.gaps.Gaps}, with posteriors that
 * are optimised for each example.
 */
package vae.experiments.evaluation.gaps;
