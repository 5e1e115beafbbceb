package vae.core.model;

import java.util.Optional;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.Observation;

/** How much a Gaussian likelihood scatters about its mean; slot {@code noise}. */
public interface ObservationNoise {

  /** Means f [*S, B, d] → batch [*S, B], event [d]. */
  Observation around(Tensor mean);

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

  interface Spec extends vae.core.spec.Spec {}
}
