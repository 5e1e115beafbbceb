package vae.core.model;

/**
 * What an estimator maximises, and what the bound that it reports is to \(\log p_\theta(x)\).
 *
 * @param metric the name under which the bound is reported, such as {@code elbo}
 * @param objective what training maximises, in words
 * @param direction on which side of log p(x) the reported bound lies
 * @param bias what a finite number of samples does to it, in words
 * @param reparameterised whether gradients go through the samples, so that the posterior must be
 *     reparameterised
 */
public record Claim(
    String metric, String objective, Direction direction, String bias, boolean reparameterised) {

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
}
