package vae.data.source;

/**
 * A factor of variation: an integer that says one thing of how an example was made.
 *
 * @param name such as {@code rotation}
 * @param count values 0 … count − 1, ≥ 2
 */
public record Factor(String name, int count) {

  /** Checks the domain of the count. */
  public Factor {
    if (count < 2) {
      throw new IllegalArgumentException("count: expected at least 2 values, got " + count);
    }
  }
}
