/**
 * Exact answers and the instruments that compare with them, for tests.
 *
 * <p>Models whose evidence is known: {@link vae.core.oracle.LinearGaussianOracle} in closed form,
 * {@link vae.core.oracle.QuadratureOracle} for any decoder with one or two latent dimensions.
 * Instruments: {@link vae.core.oracle.MonteCarlo} judges a mean by its own standard error, {@link
 * vae.core.oracle.GradientCheck} compares gradients with difference quotients, {@link
 * vae.core.oracle.QuadratureRule} holds points and weights, {@link vae.core.oracle.DoubleTape} runs
 * a body on an F64 tape. Start at {@code LinearGaussianOracle}. May depend on {@code vae.core} and
 * Commons Math.
 */
package vae.core.oracle;
