/**
 * Data sets that are computed, for checks against what is known exactly: {@link
 * vae.data.synthetic.LinearGaussian} has a marginal likelihood in closed form, {@link
 * vae.data.synthetic.Pinwheel} is small enough to look at. Start at {@code LinearGaussian}. May
 * depend on {@code vae.data.source} and what that may.
 */
package vae.data.synthetic;
