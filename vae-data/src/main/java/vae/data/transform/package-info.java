/**
 * What happens to examples between the data set and the model: {@link
 * vae.data.transform.Binarization} and the order of {@link vae.data.transform.Minibatches}. Both
 * are pure functions of a key, so that neither threads, batch layout nor resuming change them.
 * Start at {@code Binarization}. May depend on {@code vae.core.spec}, {@code vae.autodiff.random},
 * {@code vae.autodiff.array} and {@code vae.autodiff.kernel}.
 */
package vae.data.transform;
