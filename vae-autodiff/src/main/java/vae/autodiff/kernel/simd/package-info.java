/**
 * Kernels by vector instructions: the bits of {@code kernel.scalar}, faster.
 *
 * <p>Start with {@link vae.autodiff.kernel.simd.SimdKernels}, which hands each operation to the
 * class of its family; {@link vae.autodiff.kernel.simd.VectorElementary} holds exp, log and kin,
 * {@link vae.autodiff.kernel.simd.VectorGemm} the matrix product, {@code VectorConvolutions} the
 * convolutions, {@link vae.autodiff.kernel.simd.VectorTranspose} the transpose, {@code
 * VectorSparse} products that skip zeros, {@code VectorNoise} random numbers, {@code Split} the
 * sharing among threads. {@link vae.autodiff.kernel.simd.SimdKernelFactory} tells whether this JVM
 * has the Vector API, {@link vae.autodiff.kernel.simd.MachineLimits} measures what the machine can
 * do at most.
 *
 * <p>The only package that imports {@code jdk.incubator.vector}, which is why it holds more than 25
 * files: its families share lanes and tails that nothing else may see. May depend on {@code
 * kernel}, {@code kernel.scalar} and {@code random}.
 */
package vae.autodiff.kernel.simd;
