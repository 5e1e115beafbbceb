/**
 * Slot {@code divergence}, what happens at NaN and infinity: {@link
 * vae.experiments.training.divergence.Divergence} is the evidence, a {@link
 * vae.experiments.training.divergence.DivergencePolicy} the choice. Start at {@code
 * DivergencePolicy}. May depend on core.
 */
package vae.experiments.training.divergence;
