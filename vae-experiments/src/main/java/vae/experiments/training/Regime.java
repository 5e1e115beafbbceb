package vae.experiments.training;

import vae.autodiff.array.DType;
import vae.experiments.training.divergence.DivergencePolicy;

/**
 * How a model is trained.
 *
 * @param batchSize examples per step, ≥ 1
 * @param epochs of the whole training; the learning rate's course depends on it
 */
public record Regime(
    int batchSize, int epochs, DType type, DivergencePolicy policy, Callbacks callbacks) {

  /** Without callbacks, ending at the first step that is not finite. */
  public Regime(int batchSize, int epochs, DType type) {
    this(batchSize, epochs, type, DivergencePolicy.fail(), Callbacks.none());
  }
}
