/**
 * The definition of the bits: kernels as plain loops for {@code float[]} and {@code double[]}.
 *
 * <p>{@link vae.autodiff.kernel.scalar.Elementary} holds exp, log and kin, {@link
 * vae.autodiff.kernel.scalar.ScalarGemm} the matrix product, {@link
 * vae.autodiff.kernel.scalar.ScalarFloatKernels} the rest. May depend on {@code kernel}.
 */
package vae.autodiff.kernel.scalar;
