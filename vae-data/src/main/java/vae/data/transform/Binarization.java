package vae.data.transform;

import vae.autodiff.kernel.NoiseKernels;
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

  /** What every spec of the slot {@code binarization} implements. */
  interface Spec extends vae.core.spec.Spec {}

  /**
   * Replaces the values of some rows of a batch.
   *
   * @param noise what draws random numbers; which kernels they are changes no bit
   * @param batch values in row-major order; rows begin at {@code offset}
   * @param offset index of the first value
   * @param count number of rows
   * @param dimension values a row
   * @param identities identity of each row, the first {@code count} are used
   * @param key the stream of this purpose and epoch; ignored where {@link #stochastic} is false
   */
  void apply(
      NoiseKernels<float[]> noise,
      float[] batch,
      int offset,
      int count,
      int dimension,
      long[] identities,
      Key key);

  /**
   * The same decisions in double arithmetic: where the values are floats widened to doubles, the
   * result is that of the float overload.
   */
  void apply(
      NoiseKernels<double[]> noise,
      double[] batch,
      int offset,
      int count,
      int dimension,
      long[] identities,
      Key key);

  /**
   * The key of held-out data, which are drawn once.
   *
   * @param ofTheExperiment what the experiment's seed gives
   */
  default Key heldOut(Key ofTheExperiment) {
    return ofTheExperiment;
  }

  /** Whether the outcome depends on the caller's key: fresh draws every epoch. */
  boolean stochastic();

  /** Whether every value is 0 or 1 afterwards, whatever it was. */
  boolean makesBinary();

  /** Whether values are taken for probabilities and must lie in [0, 1]. */
  boolean needsProbabilities();
}
