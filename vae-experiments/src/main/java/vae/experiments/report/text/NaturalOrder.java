package vae.experiments.report.text;

import java.util.Comparator;

/** Numbers by their size and in front of words; words by their letters. */
public final class NaturalOrder implements Comparator<String> {

  @Override
  public int compare(String one, String other) {
    double a = number(one);
    double b = number(other);
    int order = Double.compare(a, b);
    return order != 0 ? order : one.compareTo(other);
  }

  /** NaN, which is after every number, for what is none. */
  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
