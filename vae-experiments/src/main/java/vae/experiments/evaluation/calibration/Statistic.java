package vae.experiments.evaluation.calibration;

/** A number of a data set that draws of the model should resemble. */
enum Statistic {
  /** Mean of all elements. */
  MEAN("mean"),
  /** Variance of all elements. */
  VARIANCE("variance"),
  /** Share of elements that are 0. */
  ZEROS("zeros");

  private final String word;

  Statistic(String word) {
    this.word = word;
  }

  /** In names of quantities. */
  String word() {
    return word;
  }

  /** Sums of a data set, from which every statistic follows. */
  static final class Sums {
    private long count;
    private double sum;
    private double squares;
    private long zeros;

    /** Adds a part of an array. */
    void add(double[] elements, int from, int to) {
      for (int i = from; i < to; i++) {
        double element = elements[i];
        sum += element;
        squares += element * element;
        zeros += element == 0 ? 1 : 0;
      }
      count += to - from;
    }

    double of(Statistic statistic) {
      double mean = sum / count;
      return switch (statistic) {
        case MEAN -> mean;
        case VARIANCE -> squares / count - mean * mean;
        case ZEROS -> zeros / (double) count;
      };
    }
  }
}
