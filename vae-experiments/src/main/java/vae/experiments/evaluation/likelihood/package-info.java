/**
 * Three views of log p(x) that fail in different ways: importance sampling from the posterior,
 * annealed importance sampling, and its gap on data that the model made itself. Start at {@link
 * vae.experiments.evaluation.likelihood.AnnealedImportanceSampling}. May depend on {@code
 * evaluation}.
 */
package vae.experiments.evaluation.likelihood;
