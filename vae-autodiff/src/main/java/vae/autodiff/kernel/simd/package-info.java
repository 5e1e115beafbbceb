/**
 * Kernels by vector instructions: the bits of {@code kernel.scalar}, faster.
 *
 * <p>Start with {@link vae.autodiff.kernel.simd.SimdKernels}, which hands each operation to the
 * class of its family; {@link vae.autodiff.kernel.simd.VectorElementary} holds exp, log and kin,
 * {@link vae.autodiff.kernel.simd.VectorGemm} the matrix product, {@code VectorConvolutions} the
 * convolutions, {@link vae.autodiff.kernel.simd.VectorTranspose} the transpose, {@code Split} the
 * sharing among threads. {@link vae.autodiff.kernel.simd.SimdKernelFactory} tells whether this JVM
 * has the Vector API.
 *
 * <p>The only package that imports {@code jdk.incubator.vector}. May depend on {@code kernel} and
 * {@code kernel.scalar}.
 */
package vae.autodiff.kernel.simd;
