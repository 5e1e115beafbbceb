/**
 * Probability distributions over batches: {@link vae.core.distribution.Distribution} and its
 * capabilities {@link vae.core.distribution.Reparameterised} and {@link
 * vae.core.distribution.HasEntropy}, one family a file, and {@link vae.core.distribution.Kl} by
 * pair. {@link vae.core.distribution.CorrelatedGaussian} is what posteriors beyond the diagonal
 * share. Start at {@code Distribution}, then read {@code DiagonalGaussian}. May depend on {@code
 * tape}, {@code random} and the functions of {@code kernel.scalar}.
 */
package vae.core.distribution;
