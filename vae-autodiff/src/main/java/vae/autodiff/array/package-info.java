/**
 * Shapes and storage: {@link vae.autodiff.array.Shape}, {@link vae.autodiff.array.NdArray}, and the
 * pool from which a tape takes its buffers. No arithmetic. Start at {@code Shape}. Depends on
 * nothing.
 */
package vae.autodiff.array;
