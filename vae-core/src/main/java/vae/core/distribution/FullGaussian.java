package vae.core.distribution;

import vae.autodiff.random.Key;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Tensor;

/**
 * Gaussians with any covariance \(\mathcal N(\mu, C C^\top)\), given the Cholesky factor.
 *
 * <p>\[ z = \mu + C \varepsilon, \qquad \log q(z) = -\tfrac12 \lVert C^{-1} (z - \mu) \rVert^2 -
 * \sum_i \log C_{ii} - \tfrac m2 \log 2\pi \]
 *
 * <p>Batch [B], event [m]. A draw costs m² operations and so does its density.
 *
 * <p>Source: Kingma and Welling (2019), section 2.5.1.
 */
public final class FullGaussian implements CorrelatedGaussian {

  private final Tensor mean;
  private final Tensor factor;

  /**
   * @param mean μ [B, m]
   * @param factor C [B, m, m], lower triangular with positive diagonal; zeros above
   */
  public FullGaussian(Tensor mean, Tensor factor) {
    this.mean = mean;
    this.factor = factor;
  }

  @Override
  public Tensor sample(int samples, Key key) {
    Tensor noise = BatchNoise.normal(mean.tape(), key, samples, mean.shape());
    Tensor columns = factor.matmul(DrawColumns.of(noise)); // [B, m, S]
    return DrawColumns.toDraws(columns).add(mean);
  }

  @Override
  public Tensor logProb(Tensor z) {
    Tensor centred = z.subtract(mean);
    Tensor noise = LinearAlgebra.solveTriangular(factor, DrawColumns.of(centred)); // [B, m, S]
    return DrawColumns.squaredLengths(noise, centred.shape().dropLast(1))
        .multiply(-0.5)
        .subtract(logVolume())
        .add(-0.5 * mean.shape().extent(-1) * StandardGaussian.LOG_TWO_PI);
  }

  @Override
  public Tensor mean() {
    return mean;
  }

  /** C, [B, m, m]. */
  public Tensor factor() {
    return factor;
  }

  /** \(\Sigma_{ii} = \sum_j C_{ij}^2\), [B, m]. */
  @Override
  public Tensor variance() {
    return factor.square().sum(-1);
  }

  /** \(\sum_i \log C_{ii}\) → [B]. */
  @Override
  public Tensor logVolume() {
    return LinearAlgebra.logDeterminant(factor);
  }

  @Override
  public FullGaussian stopGradient() {
    return new FullGaussian(mean.detach(), factor.detach());
  }
}
