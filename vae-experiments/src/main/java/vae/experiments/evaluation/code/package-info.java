/**
 * What the code holds: {@link vae.experiments.evaluation.code.Code} and {@link
 * vae.experiments.evaluation.code.MutualInformation}, on the mixture of all examples' posteriors.
 */
package vae.experiments.evaluation.code;
