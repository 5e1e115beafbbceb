/**
 * Codes to decode into samples, chosen after a model was trained: {@link
 * vae.experiments.sampler.LatentSampler} draws them. {@code PriorSampler} draws from the model's
 * own prior; {@code GaussianMixtureSampler} and {@code TwoStageSampler} are fitted to {@link
 * vae.experiments.sampler.AggregateCodes}, the codes of the training data. Start at {@code
 * LatentSampler}. May depend on {@code vae.experiments.training}, specs and wiring.
 */
package vae.experiments.sampler;
