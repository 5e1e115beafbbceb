package vae.core.distribution;

import vae.autodiff.tape.Tensor;

/**
 * An approximate posterior \(q_\phi(z \mid x)\) for each example of a batch: batch [B], event [m].
 */
public interface Posterior extends Reparameterised {

  /** \(\mathbb E_q z\), [B, m]; what active units and latent plots are made of. */
  @Override
  Tensor mean();

  /** The product of its one-dimensional Gaussian marginals, or the Gaussian of equal moments. */
  DiagonalGaussian marginals();

  /**
   * The same distribution with parameters that gradients do not pass: what remains of \(\nabla_\phi
   * \log q_\phi(z_\phi)\) is the path through z.
   */
  Posterior stopGradient();
}
