/**
 * Data sets that are computed, for checks against what is known exactly: {@link
 * vae.data.synthetic.LinearGaussian} has a marginal likelihood in closed form, {@link
 * vae.data.synthetic.Pinwheel} is small enough to look at, and the factors of variation of {@link
 * vae.data.synthetic.Shapes} are known. Start at {@code LinearGaussian}. May depend on {@code
 * vae.data.source} and what that may.
 */
package vae.data.synthetic;
