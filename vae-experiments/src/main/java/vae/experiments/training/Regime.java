package vae.experiments.training;

import vae.autodiff.array.DType;
import vae.autodiff.random.Key;
import vae.data.transform.Minibatches;
import vae.experiments.training.divergence.DivergencePolicy;

/**
 * How a model is trained.
 *
 * @param batchSize examples per step, ≥ 1
 * @param shuffle whether every epoch has an order of its own; else all have that of the data
 * @param epochs of the whole training; the learning rate's course depends on it
 */
public record Regime(
    int batchSize,
    boolean shuffle,
    int epochs,
    DType type,
    DivergencePolicy policy,
    Callbacks callbacks) {

  /** In a new order of examples every epoch. */
  public Regime(
      int batchSize, int epochs, DType type, DivergencePolicy policy, Callbacks callbacks) {
    this(batchSize, true, epochs, type, policy, callbacks);
  }

  /** Without callbacks, ending at the first step that is not finite. */
  public Regime(int batchSize, int epochs, DType type) {
    this(batchSize, epochs, type, DivergencePolicy.fail(), Callbacks.none());
  }

  /** The minibatches of every epoch over that many examples. */
  Minibatches batches(int examples, Key key) {
    return shuffle
        ? new Minibatches(examples, batchSize, key)
        : Minibatches.inOrder(examples, batchSize);
  }
}
