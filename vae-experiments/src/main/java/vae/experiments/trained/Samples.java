package vae.experiments.trained;

import vae.autodiff.array.NdArray;

/**
 * Draws from the model.
 *
 * @param z from the prior, [n, m]
 * @param mean of the likelihood, \(\mathbb E[x \mid z]\), [n, d]: what papers show as samples
 * @param x drawn from the likelihood, \(x \sim p_\theta(x \mid z)\), [n, d]
 */
public record Samples(NdArray z, NdArray mean, NdArray x) {}
