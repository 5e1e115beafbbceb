package vae.core.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import vae.autodiff.tape.Tensor;

/**
 * The outcome of an estimator on a batch: the bound to report, the surrogate to differentiate, and
 * the parts that the estimator knows.
 */
public final class Estimate {

  private final Bound bound;
  private final Surrogate surrogate;
  private final Map<Quantity, Tensor> parts;

  private Estimate(Bound bound, Surrogate surrogate, Map<Quantity, Tensor> parts) {
    this.bound = bound;
    this.surrogate = surrogate;
    this.parts = parts;
  }

  /**
   * A bound that is itself what training maximises.
   *
   * @param perExample [B], in nats
   */
  public static Estimate ofBound(Tensor perExample) {
    return new Estimate(new Bound(perExample), new Surrogate(perExample), Map.of());
  }

  /**
   * The evidence lower bound, \(-\text{distortion} - \text{rate}\).
   *
   * @param distortion −E log p(x | z), [B], in nats
   * @param rate KL(q ‖ π) or an estimate of it, [B], in nats
   */
  public static Estimate ofElbo(Tensor distortion, Tensor rate) {
    return ofBound(distortion.add(rate).negate())
        .with(Quantity.RATE, rate)
        .with(Quantity.DISTORTION, distortion);
  }

  /** A surrogate alone: nothing that may be reported as a bound. */
  public static Estimate ofSurrogate(Surrogate surrogate) {
    return new Estimate(null, surrogate, Map.of());
  }

  /** The same bound, with another function to differentiate. */
  public Estimate trainedOn(Surrogate surrogate) {
    return new Estimate(bound, surrogate, parts);
  }

  /**
   * The same, with one more quantity for each example.
   *
   * @param quantity one that the estimator's {@link Claim#parts} name
   * @param perExample [B]
   */
  public Estimate with(Quantity quantity, Tensor perExample) {
    Map<Quantity, Tensor> more = new LinkedHashMap<>(parts);
    more.put(quantity, perExample);
    return new Estimate(bound, surrogate, more);
  }

  /** What may be reported; empty where the estimator is no bound on log p(x). */
  public Optional<Bound> bound() {
    return Optional.ofNullable(bound);
  }

  /** What is maximised. */
  public Surrogate surrogate() {
    return surrogate;
  }

  /** The quantities that it holds beside the bound, each [B]. */
  public Map<Quantity, Tensor> parts() {
    return Map.copyOf(parts);
  }

  /** KL or its estimate for each example, [B]. */
  public Optional<Tensor> rate() {
    return Optional.ofNullable(parts.get(Quantity.RATE));
  }

  /** Negative reconstruction term for each example, [B]. */
  public Optional<Tensor> distortion() {
    return Optional.ofNullable(parts.get(Quantity.DISTORTION));
  }
}
