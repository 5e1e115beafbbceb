/**
 * Samples of a model against data: {@link vae.experiments.evaluation.samples.NeighbourBalls} and
 * {@link vae.experiments.evaluation.samples.KernelTwoSampleTest} on arrays, {@link
 * vae.experiments.evaluation.samples.SamplesAgainstData} on a model. Start at the last. May depend
 * on {@code evaluation}.
 */
package vae.experiments.evaluation.samples;
