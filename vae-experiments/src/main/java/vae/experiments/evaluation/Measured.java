package vae.experiments.evaluation;

/**
 * A mean over examples with its Monte-Carlo standard error.
 *
 * @param value the mean
 * @param standardError of the Monte-Carlo evaluation alone; NaN where it is not known
 */
public record Measured(double value, double standardError) {

  /** A value without Monte-Carlo error. */
  public static Measured exact(double value) {
    return new Measured(value, 0);
  }
}
