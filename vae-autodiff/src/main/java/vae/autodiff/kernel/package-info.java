/**
 * Arithmetic on raw arrays: {@link vae.autodiff.kernel.Kernels} is the interface whose bits are
 * defined, with families of its own in {@link vae.autodiff.kernel.SparseKernels}, {@link
 * vae.autodiff.kernel.FingerprintKernels} and {@link vae.autodiff.kernel.NoiseKernels}; {@link
 * vae.autodiff.kernel.KernelSet} chooses a provider, {@link vae.autodiff.kernel.Team} holds its
 * threads. Start at {@code Kernels}. The providers are in {@code kernel.scalar} and {@code
 * kernel.simd}; may depend on {@code random} and the logging API.
 */
package vae.autodiff.kernel;
