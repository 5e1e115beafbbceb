package vae.core.model;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;

/** What training maximises, and what may be said of its value; slot {@code estimator}. */
public interface Estimator {

  /** What the value of the bound is to \(\log p_\theta(x)\). */
  Claim claim();

  /**
   * x [B, d] → an estimate for each example, in nats.
   *
   * @param key names the noise; its rows identify the examples
   */
  Estimate estimate(GenerativeModel p, Encoder encoder, Tensor x, Key key);

  /** What every estimator's spec implements. */
  interface Spec extends vae.core.spec.Spec {}
}
