/**
 * What is read off the codes of labelled data: {@link vae.experiments.evaluation.probe.Probe}, and
 * {@link vae.experiments.evaluation.probe.LogisticRegression} for others. Start at {@code Probe}.
 * May depend on {@code evaluation} and {@code evaluation.samples}.
 */
package vae.experiments.evaluation.probe;
