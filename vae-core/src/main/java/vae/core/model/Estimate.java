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

  /** A surrogate alone: nothing that may be reported as a bound. */
  public static Estimate ofSurrogate(Surrogate surrogate) {
    return new Estimate(null, surrogate, null, null);
  }

  /** The same bound, with another function to differentiate. */
  public Estimate trainedOn(Surrogate surrogate) {
    return new Estimate(bound, surrogate, rate, distortion);
  }

  /** The same, with the divergence from the prior for each example: [B], in nats. */
  public Estimate withRate(Tensor rate) {
    return new Estimate(bound, surrogate, rate, distortion);
  }

  /** The same, with \(-\mathbb E_q \log p(x \mid z)\) for each example: [B], in nats. */
  public Estimate withDistortion(Tensor distortion) {
    return new Estimate(bound, surrogate, rate, distortion);
  }

  /** What may be reported; empty where the estimator is no bound on log p(x). */
  public Optional<Bound> bound() {
    return Optional.ofNullable(bound);
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
