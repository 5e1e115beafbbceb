package vae.experiments.evaluation;

import java.util.Locale;

/** Numbers for reading. */
public final class Decimals {

  /** From here on digits before the point are more than anyone reads. */
  private static final double LARGE = 1e7;

  private Decimals() {}

  /** The number with N decimals; in scientific notation where it is large. */
  public static String of(double value, int decimals) {
    boolean plain = Math.abs(value) < LARGE || !Double.isFinite(value);
    return String.format(Locale.ROOT, "%." + decimals + (plain ? "f" : "e"), value);
  }
}
