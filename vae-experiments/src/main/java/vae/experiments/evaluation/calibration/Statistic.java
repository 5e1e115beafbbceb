package vae.experiments.evaluation.calibration;

import java.util.Optional;
import vae.autodiff.tape.Tensor;

/** A number of a data set that draws of the model should resemble. */
enum Statistic {
  /** Mean of all known elements. */
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

    /**
     * Adds examples.
     *
     * @param observed 1 where an element is known; the others are left out
     */
    void add(Tensor examples, Optional<Tensor> observed) {
      double[] elements = examples.toArray().toDoubles();
      double[] known = observed.map(it -> it.toArray().toDoubles()).orElse(null);
      for (int i = 0; i < elements.length; i++) {
        if (known == null || known[i] == 1) {
          double element = elements[i];
          sum += element;
          squares += element * element;
          zeros += element == 0 ? 1 : 0;
          count++;
        }
      }
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
