/** Observation models and the noise of the Gaussian one. May depend on {@code vae.core}. */
package vae.models.likelihood;
