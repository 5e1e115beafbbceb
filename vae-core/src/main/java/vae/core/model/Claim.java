package vae.core.model;

/**
 * What a bound's value is to \(\log p_\theta(x)\).
 *
 * @param direction on which side it lies
 * @param meaning one sentence for reports
 */
public record Claim(Direction direction, String meaning) {

  /** Where the expectation over the noise lies. */
  public enum Direction {
    /** At most log p(x). */
    LOWER,
    /** At least log p(x). */
    UPPER,
    /** Its exponential is p(x). */
    UNBIASED
  }

  /** The usual claim: below log p(x) in expectation over the noise. */
  public static Claim lowerBoundInExpectation() {
    return new Claim(Direction.LOWER, "a lower bound on log p(x) in expectation over the noise");
  }
}
