package vae.core.model;

import java.util.Optional;
import java.util.OptionalInt;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Observation;

/**
 * The observation model \(p_\theta(x \mid z)\) given the decoder's output; slot {@code likelihood}.
 */
public interface LikelihoodModel {

  /** Decoder outputs [*S, B, d · c] → batch [*S, B], event [d]. */
  Observation given(Tensor output);

  /**
   * Sets what is taken from the training data as a whole, before an evaluation; see {@link
   * #calibrates}.
   *
   * @param meanSquaredError of the mean about the training data, for one draw of z each, ≥ 0
   */
  default void calibrate(double meanSquaredError) {}

  /** Whether {@link #calibrate} changes anything, so that the error must be measured. */
  default boolean calibrates() {
    return false;
  }

  /**
   * A warning about the parameters as they are, with a fix, such as a scale at its floor: a
   * sentence or two; empty where nothing is.
   */
  default Optional<String> concern() {
    return Optional.empty();
  }

  interface Spec extends vae.core.spec.Spec {

    /** c ≥ 1, decoder outputs for each data dimension. */
    default int outputsPerDimension() {
      return 1;
    }

    /**
     * The decoder outputs at which the likelihood's mean is the given data mean, as far as there
     * are any: where an output bias may start.
     *
     * @param mean [d]
     * @return [d · c]
     */
    double[] outputFor(double[] mean);

    /** True where the data must be 0 or 1. */
    default boolean needsBinaryData() {
      return false;
    }

    /**
     * K where data are taken for the levels k / (K − 1), k = 0 … K − 1, and rounded to the nearest;
     * empty where they are used as they are.
     */
    default OptionalInt greyLevels() {
      return OptionalInt.empty();
    }

    /** True where the data must lie in [0, 1]. */
    default boolean needsUnitInterval() {
      return false;
    }
  }
}
