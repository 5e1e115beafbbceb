package vae.core.spec;

import java.util.List;

/**
 * The domain checks of spec records: each returns nothing and throws a {@link SpecException} that
 * names the key.
 */
public final class Require {

  private Require() {}

  public static void atLeast(String key, long value, long least) {
    if (value < least) {
      Domain domain = new Domain.Interval(least, Double.POSITIVE_INFINITY, false);
      String expected = "an integer of at least " + least;
      throw new SpecException(key, expected, Long.toString(value), "", domain);
    }
  }

  public static void between(String key, long value, long least, long most) {
    if (value < least || value > most) {
      String range = "an integer from " + least + " to " + most;
      Domain domain = new Domain.Interval(least, most, false);
      throw new SpecException(key, range, Long.toString(value), "", domain);
    }
  }

  /** {@code least <= value <= most}, and finite. */
  public static void between(String key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      String range = "a number from " + shown(least) + " to " + shown(most);
      Domain domain = new Domain.Interval(least, most, false);
      throw new SpecException(key, range, shown(value), "", domain);
    }
  }

  /** {@code value > 0}, and finite. */
  public static void positive(String key, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      Domain domain = new Domain.Interval(0, Double.POSITIVE_INFINITY, true);
      throw new SpecException(key, "a finite number above 0", shown(value), "", domain);
    }
  }

  /** {@code value >= 0}, and finite. */
  public static void nonNegative(String key, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      Domain domain = new Domain.Interval(0, Double.POSITIVE_INFINITY, false);
      throw new SpecException(key, "a finite number of at least 0", shown(value), "", domain);
    }
  }

  /** A finite value above that of another key. */
  public static void above(String key, double value, String other, double least) {
    finite(key, value);
    if (value <= least) {
      String expected = "a number above " + other + ", " + shown(least);
      throw new SpecException(key, expected, shown(value), "");
    }
  }

  /** A value whose product with that of another key, both at least 1, is an int. */
  public static void product(String key, int value, String other, int factor) {
    int most = Integer.MAX_VALUE / factor;
    if (value > most) {
      String expected = "at most %d with %s %d".formatted(most, other, factor);
      throw new SpecException(key, expected, Integer.toString(value), "");
    }
  }

  /** Neither NaN nor infinite. */
  public static void finite(String key, double value) {
    if (!Double.isFinite(value)) {
      throw new SpecException(key, "a finite number", Double.toString(value), "");
    }
  }

  /** As people write it: 1 for 1.0, 1e-30 for 1.0E-30. */
  private static String shown(double value) {
    return Double.toString(value).replaceFirst("\\.0(?=E|$)", "").replace('E', 'e');
  }

  /** Every entry {@code >= least}; the path names the entry. */
  public static void eachAtLeast(String key, List<Integer> values, int least) {
    for (int i = 0; i < values.size(); i++) {
      atLeast(key + "[" + i + "]", values.get(i), least);
    }
  }

  /** Refuses a list of fewer than {@code least} values. */
  public static void some(String key, List<?> values, int least) {
    if (values.size() < least) {
      String expected = least == 1 ? "at least one value" : "at least " + least + " values";
      throw new SpecException(key, expected, values.toString(), "", new Domain.Size(least));
    }
  }
}
