/**
 * Codes to decode into samples, from other laws than the prior: {@link
 * vae.experiments.sampler.LatentSampler} draws them; {@code GaussianMixtureSampler} and {@code
 * TwoStageSampler} are fitted to the codes of the training data. Start at {@code LatentSampler}.
 * May depend on {@code vae.experiments.training}, specs and wiring.
 */
package vae.experiments.sampler;
