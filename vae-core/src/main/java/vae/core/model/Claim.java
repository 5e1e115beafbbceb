package vae.core.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What an estimator maximises, and what it reports: known before there is a model or data.
 *
 * @param bound the quantity that the bound is reported as; its name is also the key of the bound's
 *     noise in evaluation. Empty where the estimator reports no bound
 * @param direction on which side of log p(x) the reported bound lies
 * @param bias what a finite number of samples does to it, in words
 * @param reparameterised whether gradients go through the samples, so that the posterior must be
 *     reparameterised
 * @param parts the quantities that its estimates hold beside the bound, such as {@link
 *     Quantity#RATE} and {@link Quantity#DISTORTION}
 */
public record Claim(
    Optional<Quantity> bound,
    String objective,
    Direction direction,
    String bias,
    boolean reparameterised,
    List<Quantity> parts) {

  /** Where the expectation over the noise lies. */
  public enum Direction {
    /** At most log p(x). */
    LOWER,
    /** At least log p(x). */
    UPPER,
    /** Its exponential is p(x) in expectation; so it is at most log p(x) itself. */
    UNBIASED,
    /** Nothing is claimed: no bound is reported, or its side is not known. */
    NONE
  }

  public Claim {
    parts = List.copyOf(parts);
  }

  public Claim(
      Quantity bound,
      String objective,
      Direction direction,
      String bias,
      boolean reparameterised,
      Quantity... parts) {
    this(Optional.of(bound), objective, direction, bias, reparameterised, List.of(parts));
  }

  /** An estimator that reports the ELBO, unbiased for every number of draws, with its two parts. */
  public static Claim ofElbo(String objective) {
    return new Claim(
        Quantity.ELBO,
        objective,
        Direction.LOWER,
        "unbiased for the ELBO at every L",
        true,
        Quantity.RATE,
        Quantity.DISTORTION);
  }

  /** An estimator that reports no bound on log p(x). */
  public static Claim ofNoBound(String objective, String bias, boolean reparameterised) {
    return new Claim(Optional.empty(), objective, Direction.NONE, bias, reparameterised, List.of());
  }

  /** The bound, where it is another quantity than the ELBO, which is evaluated for every model. */
  public Optional<Quantity> ownBound() {
    return bound.filter(it -> !it.name().equals(Quantity.ELBO.name()));
  }

  /** The parts beside rate and distortion, which are evaluated for every model. */
  public List<Quantity> ownParts() {
    Set<String> everyModels = Set.of(Quantity.RATE.name(), Quantity.DISTORTION.name());
    return parts.stream().filter(it -> !everyModels.contains(it.name())).toList();
  }

  /** What an evaluation measures by the estimator itself: its own bound and its own parts. */
  public List<Quantity> own() {
    return Stream.concat(ownBound().stream(), ownParts().stream()).toList();
  }
}
