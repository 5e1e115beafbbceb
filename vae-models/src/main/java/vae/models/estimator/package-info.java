/**
 * Estimators: what training maximises. Start at {@link vae.models.estimator.Elbo}. May depend on
 * {@code vae.core}.
 */
package vae.models.estimator;
