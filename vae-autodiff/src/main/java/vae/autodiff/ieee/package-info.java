/**
 * Arithmetic of IEEE 754 that is exact on every machine: {@link vae.autodiff.ieee.FusedMultiplyAdd}
 * is the fma of all kernels in plain Java, by the processor's instruction where the JVM uses one
 * and else by {@link vae.autodiff.ieee.SoftwareFma}. Start at {@code FusedMultiplyAdd}. Depends on
 * nothing.
 */
package vae.autodiff.ieee;
