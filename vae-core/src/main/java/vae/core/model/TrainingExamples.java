package vae.core.model;

import vae.autodiff.random.Key;

/** The examples that a model is trained on, for components that start from them. */
public interface TrainingExamples {

  /** n ≥ 1. */
  int size();

  /** The smallest and the largest number that an encoder is given. */
  Range range();

  /**
   * Different examples, their own values before any binarization.
   *
   * @param count 1 to n
   * @param key by which they are chosen
   * @return [count, d] in row-major order
   */
  double[] choose(int count, Key key);

  /**
   * An interval of numbers.
   *
   * @param low at most {@code high}
   */
  record Range(double low, double high) {

    /** Where data are zeros and ones, or lie between. */
    public static final Range UNIT = new Range(0, 1);
  }
}
