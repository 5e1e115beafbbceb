package vae.autodiff.kernel;

import vae.autodiff.random.Key;

/**
 * Random numbers for whole tensors: those of {@link vae.autodiff.random.Noise}, number for number,
 * each a function of (key, row's identity, sample, coordinate).
 *
 * <p>The row with index b has the identity {@link Key#row}.
 */
public interface NoiseKernels<A> {

  /**
   * Standard normal numbers.
   *
   * @param y [samples, rows, count]
   */
  void normal(Key key, int samples, int rows, int count, A y);

  /**
   * Uniform numbers on [0, 1), multiples of 2⁻²⁴.
   *
   * @param y [samples, rows, count]
   */
  void uniform(Key key, int samples, int rows, int count, A y);

  /**
   * x = 1 where the uniform number of sample 0 is below x, else 0: a draw with the probabilities x.
   *
   * @param x [rows, count] at {@code offset}
   */
  void bernoulli(Key key, int rows, int count, A x, int offset);
}
