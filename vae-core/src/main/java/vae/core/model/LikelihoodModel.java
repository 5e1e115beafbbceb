package vae.core.model;

import vae.autodiff.tape.Tensor;
import vae.core.distribution.Distribution;

/**
 * The observation model \(p_\theta(x \mid z)\) given the decoder's output; slot {@code likelihood}.
 */
public interface LikelihoodModel {

  /** Decoder outputs [*S, B, d · c] → batch [*S, B], event [d]. */
  Distribution given(Tensor output);

  /** What every likelihood's spec implements. */
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
  }
}
