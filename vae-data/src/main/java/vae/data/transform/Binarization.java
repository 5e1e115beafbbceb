package vae.data.transform;

import vae.autodiff.array.NdArray;
import vae.autodiff.kernel.KernelSet;
import vae.autodiff.random.Key;

/**
 * Turns values into zeros and ones, or leaves them; the slot {@code binarization} of a data set.
 *
 * <p>Which of the ways is used changes likelihoods by many nats, so results under different
 * binarizations must not be compared (Salakhutdinov and Murray, 2008; Burda et al., 2016, section
 * 5). An implementation is a pure function of (key, identity, coordinate, value): the place of an
 * example in its batch does not matter.
 */
public interface Binarization {

  interface Spec extends vae.core.spec.Spec {}

  /**
   * Replaces the values of a batch; the same decisions in either element type.
   *
   * @param kernels draw random numbers; which kernels they are changes no bit
   * @param batch [B, d]
   * @param key the stream of this purpose and epoch; only fresh draws depend on it
   */
  void apply(KernelSet kernels, NdArray batch, long[] identities, Key key);

  /**
   * The key of held-out data, which are drawn once.
   *
   * @param ofTheExperiment what the experiment's seed gives
   */
  default Key heldOut(Key ofTheExperiment) {
    return ofTheExperiment;
  }

  /** Whether every value is 0 or 1 afterwards, whatever it was. */
  default boolean makesBinary() {
    return true;
  }

  /** Whether values are taken for probabilities and must lie in [0, 1]. */
  default boolean needsProbabilities() {
    return false;
  }
}
