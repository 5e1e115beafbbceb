package vae.core.model;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.MisfitException;

/** What training maximises, and what may be said of its value; slot {@code estimator}. */
public interface Estimator {

  /** What it maximises, and what the reported bound is to \(\log p_\theta(x)\). */
  Claim claim();

  /**
   * x [B, d] → an estimate for each example, in nats.
   *
   * @param key names the noise; its rows identify the examples
   * @throws MisfitException where the model's components have no meaning under this estimator
   */
  Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key);

  /**
   * The estimator at a point of training: itself, unless a weight follows a schedule.
   *
   * @param progress fraction of the training's steps that are done, in [0, 1]
   */
  default Estimator at(double progress) {
    return this;
  }

  /**
   * The fraction of the training after which {@link #at} changes no more, in [0, 1]; 0 where
   * nothing follows a schedule.
   */
  default double scheduleEnd() {
    return 0;
  }

  /**
   * The estimator for training data of a size: itself, unless its formula needs it.
   *
   * @param n examples to train on, at least 1
   */
  default Estimator withExamples(int n) {
    return this;
  }

  interface Spec extends vae.core.spec.Spec {}
}
