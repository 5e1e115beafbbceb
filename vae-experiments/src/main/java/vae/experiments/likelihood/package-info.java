/**
 * What the measured views of log p(x) say together: {@link
 * vae.experiments.likelihood.LikelihoodPanel}, for console, report and JSON. Reads values by name
 * and knows no model. May depend on {@code quantity} and on how values are measured.
 */
package vae.experiments.likelihood;
