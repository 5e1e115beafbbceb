/**
 * The slot {@code metric}: names every metric, in whichever package below {@code evaluation} it is.
 *
 * <p>May depend on {@code vae.core} and the packages of metrics.
 */
package vae.experiments.evaluation.wiring;
