package vae.experiments.training;

import vae.autodiff.random.Key;

/**
 * The keys of a run: one stream for each purpose, all below the seed.
 *
 * <p>Held-out data are drawn the same way at every epoch, so that a curve shows the model and not
 * the noise.
 */
public final class RandomStreams {

  private final Key root;

  public RandomStreams(long seed) {
    root = Key.of(seed);
  }

  /** First values of parameters. */
  public Key initialization() {
    return root.fold("initialization");
  }

  /** Order of examples; fold in the epoch. */
  public Key batches() {
    return root.fold("batches");
  }

  /** Noise of the estimator in training; fold in the epoch. */
  public Key training() {
    return root.fold("training");
  }

  /** Binarization of training data; fold in the epoch. */
  public Key binarization() {
    return root.fold("binarization");
  }

  /** Noise of the estimator on held-out data; fold in the number of the draw. */
  public Key evaluation() {
    return root.fold("evaluation");
  }

  /** Binarization of held-out data. */
  public Key heldOutBinarization() {
    return root.fold("held-out binarization");
  }

  /** Importance samples of the likelihood estimate; fold in the number of the chunk. */
  public Key likelihood() {
    return root.fold("likelihood");
  }

  /** Draws from the prior for the report. */
  public Key pictures() {
    return root.fold("pictures");
  }
}
