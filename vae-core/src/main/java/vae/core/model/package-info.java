/**
 * The slots of a variational auto-encoder: {@link vae.core.model.Prior}, {@link
 * vae.core.model.Encoder} with its {@link vae.core.model.PosteriorFamily}, {@link
 * vae.core.model.Decoder}, {@link vae.core.model.LikelihoodModel} with its {@link
 * vae.core.model.ObservationNoise}, {@link vae.core.model.Estimator}. A {@link
 * vae.core.model.Bound} may be reported, a {@link vae.core.model.Surrogate} may only be
 * differentiated. Start at {@code Estimator}. May depend on {@code distribution}.
 */
package vae.core.model;
