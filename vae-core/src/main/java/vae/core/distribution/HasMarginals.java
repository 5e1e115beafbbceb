package vae.core.distribution;

/** A distribution whose coordinates' moments are known in closed form. */
public interface HasMarginals {

  /**
   * The product of its one-dimensional Gaussian marginals, or the Gaussian of equal moments: batch
   * [*B], event [m].
   */
  DiagonalGaussian marginals();
}
