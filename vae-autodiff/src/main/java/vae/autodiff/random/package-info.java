/**
 * Randomness as an argument: {@link vae.autodiff.random.Key} names a stream, {@link
 * vae.autodiff.random.Philox} computes it, {@link vae.autodiff.random.Noise} shapes it into uniform
 * and Gaussian numbers, {@link vae.autodiff.random.Permutation} orders minibatches. Start at {@code
 * Key}. May depend on {@code ieee}.
 */
package vae.autodiff.random;
