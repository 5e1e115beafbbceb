package vae.core.distribution;

import vae.autodiff.tape.Tensor;

/**
 * Draws of a distribution q and their log density: all that Monte-Carlo estimators ask of q.
 *
 * <p>A family whose density is known at its own draws alone, such as a flow without an inverse,
 * implements this itself; for others there is {@link #of}.
 */
public interface Draws {

  /** z, [S, *B, *E]. */
  Tensor z();

  /** \(\log q(z)\) → [S, *B], in nats; gradients pass through z and through q's parameters. */
  Tensor logProb();

  /**
   * \(\log p(z) - \log q(z)\) → [S, *B], in nats.
   *
   * <p>A family overrides this where the noise of the draws gives the ratio in one pass.
   */
  default Tensor logRatio(HasDensity p) {
    return p.logProb(z()).subtract(logProb());
  }

  /**
   * The same draws with q's parameters held constant in their density: what remains of
   * \(\nabla_\phi \log q_\phi(z_\phi)\) is the path through z. Itself where there is nothing to
   * hold.
   *
   * @throws MisfitException where the density is known only together with the path
   */
  Draws stopGradient();

  /**
   * The same draws with z held constant: what remains of \(\nabla_\phi \log q_\phi(z_\phi)\) is the
   * score. Itself where there is nothing to hold.
   *
   * @throws MisfitException where the density is known only together with the path
   */
  Draws detached();

  /**
   * Draws of a density that is known everywhere.
   *
   * @param z [S, *B, *E]
   */
  static Draws of(HasDensity q, Tensor z) {
    return new DensityDraws(q, z);
  }
}
