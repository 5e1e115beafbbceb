/**
 * Disentanglement: how far the coordinates of a code are the factors that data were made from. Each
 * score is a metric whose name carries its definition; {@link
 * vae.experiments.evaluation.factors.FactorCodes} is what all of them are functions of. Start at
 * {@link vae.experiments.evaluation.factors.MigBinned}. May depend on {@code evaluation} and {@code
 * evaluation.probe}.
 */
package vae.experiments.evaluation.factors;
