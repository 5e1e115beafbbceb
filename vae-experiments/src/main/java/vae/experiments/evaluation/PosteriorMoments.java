package vae.experiments.evaluation;

import vae.autodiff.random.Key;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.Distribution;
import vae.core.distribution.HasMarginals;
import vae.core.distribution.HasMean;
import vae.core.distribution.Posterior;

/** Moments of posteriors: in closed form where the family knows them, else from draws. */
public final class PosteriorMoments {

  /** S, draws of z for each example where there is no closed form. */
  public static final int DRAWS = 100;

  private PosteriorMoments() {}

  /**
   * \(\mathbb E_q z\), [B, m]: exact, or the mean of {@value #DRAWS} draws.
   *
   * @param key of the draws; its rows identify the examples
   */
  public static Tensor mean(Posterior q, Key key) {
    return q instanceof HasMean known ? known.mean() : draws(q, key).mean(Distribution.SAMPLE);
  }

  /**
   * Each coordinate's Gaussian: the marginals, or that of the moments of {@value #DRAWS} draws.
   *
   * @param key of the draws; its rows identify the examples
   */
  public static DiagonalGaussian marginals(Posterior q, Key key) {
    if (q instanceof HasMarginals known) {
      return known.marginals();
    }
    Tensor z = draws(q, key);
    Tensor mean = z.mean(Distribution.SAMPLE);
    Tensor squares = z.subtract(mean).square().sum(Distribution.SAMPLE);
    return new DiagonalGaussian(mean, squares.multiply(1.0 / (DRAWS - 1)).log().multiply(0.5));
  }

  private static Tensor draws(Posterior q, Key key) {
    return q.draw(DRAWS, key).z();
  }
}
