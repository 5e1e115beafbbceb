package vae.core.model;

import java.util.Optional;
import vae.autodiff.tape.Tensor;

/**
 * The outcome of an estimator on a batch: the bound to report, the surrogate to differentiate, and
 * the parts that the estimator knows.
 */
public final class Estimate {

  private final Bound bound;
  private final Surrogate surrogate;
  private final Tensor rate;
  private final Tensor distortion;

  private Estimate(Bound bound, Surrogate surrogate, Tensor rate, Tensor distortion) {
    this.bound = bound;
    this.surrogate = surrogate;
    this.rate = rate;
    this.distortion = distortion;
  }

  /**
   * A bound that is itself what training maximises.
   *
   * @param perExample [B], in nats
   */
  public static Estimate ofBound(Tensor perExample) {
    return new Estimate(new Bound(perExample), new Surrogate(perExample), null, null);
  }

  /** The same bound, with another objective for training: its value is never reported. */
  public Estimate trainedOn(Surrogate other) {
    return new Estimate(bound, other, rate, distortion);
  }

  /** The same, with the divergence from the prior for each example: [B], in nats. */
  public Estimate withRate(Tensor rate) {
    return new Estimate(bound, surrogate, rate, distortion);
  }

  /** The same, with \(-\mathbb E_q \log p(x \mid z)\) for each example: [B], in nats. */
  public Estimate withDistortion(Tensor distortion) {
    return new Estimate(bound, surrogate, rate, distortion);
  }

  /** What may be reported. */
  public Bound bound() {
    return bound;
  }

  /** What is maximised. */
  public Surrogate surrogate() {
    return surrogate;
  }

  /** KL or its estimate for each example, [B]. */
  public Optional<Tensor> rate() {
    return Optional.ofNullable(rate);
  }

  /** Negative reconstruction term for each example, [B]. */
  public Optional<Tensor> distortion() {
    return Optional.ofNullable(distortion);
  }
}
