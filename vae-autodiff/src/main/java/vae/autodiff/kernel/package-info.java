/**
 * Arithmetic on raw arrays: {@link vae.autodiff.kernel.Kernels} is the interface whose bits are
 * defined, {@link vae.autodiff.kernel.KernelSet} chooses a provider, {@link
 * vae.autodiff.kernel.Team} holds its threads. Start at {@code Kernels}. The providers are in
 * {@code kernel.scalar} and {@code kernel.simd}; may depend on the logging API.
 */
package vae.autodiff.kernel;
