/**
 * Probability distributions over batches, one family a file. {@link
 * vae.core.distribution.Distribution} gives {@link vae.core.distribution.Draws}, which carry their
 * log density; {@link vae.core.distribution.HasDensity}, {@link vae.core.distribution.HasMean},
 * {@link vae.core.distribution.HasMarginals} and {@link vae.core.distribution.HasEntropy} are what
 * a family may know beyond them. {@link vae.core.distribution.Posterior} is what an encoder gives,
 * {@link vae.core.distribution.Observation} what a likelihood gives, {@link
 * vae.core.distribution.VectorDistribution} the rule of batch and event, {@link
 * vae.core.distribution.Kl} the divergence by pair. Start at {@code Distribution}, then read {@code
 * DiagonalGaussian}. More than 25 files, since each family is one and their closed forms share
 * package-private parts. May depend on {@code tape}, {@code random} and the functions of {@code
 * kernel.scalar}.
 */
package vae.core.distribution;
