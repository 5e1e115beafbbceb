package vae.data.source;

import java.util.List;

/** What each example is conditioned on: c numbers. */
public interface Covariates {

  /** c ≥ 1. */
  int size();

  /**
   * Writes the numbers of an example.
   *
   * @param part whole examples, with the columns that were taken out of x
   * @param i its index in the part
   * @param out receives c numbers from {@code offset} on
   */
  void fill(Examples part, int i, float[] out, int offset);

  /**
   * Conditions to show side by side: every class, or those of the first examples.
   *
   * @param part as for {@link #fill}
   * @param limit of their number, ≥ 1
   */
  List<float[]> shown(Examples part, int limit);

  /** What a condition is called in a report, such as the class's name. */
  String name(float[] condition);
}
