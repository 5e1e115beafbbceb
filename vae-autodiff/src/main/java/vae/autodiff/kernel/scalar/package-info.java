/**
 * The definition of the bits: kernels as plain loops for {@code float[]} and {@code double[]}.
 *
 * <p>{@link vae.autodiff.kernel.scalar.Elementary} holds exp, log and kin, {@link
 * vae.autodiff.kernel.scalar.ScalarFloatKernels} the rest. Matrix products, products that skip
 * zeros and random numbers are classes of their own. More than 25 files, as most come in pairs for
 * the two types. May depend on {@code kernel}, {@code random} and {@code ieee}.
 */
package vae.autodiff.kernel.scalar;
