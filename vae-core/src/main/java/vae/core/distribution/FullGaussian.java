package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.random.Key;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Tensor;

/**
 * Gaussians with any covariance \(\mathcal N(\mu, C C^\top)\), given the Cholesky factor.
 *
 * <p>\[ z = \mu + C \varepsilon, \qquad \log q(z) = -\tfrac12 \lVert C^{-1} (z - \mu) \rVert^2 -
 * \sum_i \log C_{ii} - \tfrac m2 \log 2\pi \]
 *
 * <p>Batch [*S, B], event [m]. A draw costs m² operations and so does its density.
 *
 * <p>Source: Kingma and Welling (2019), section 2.5.1.
 *
 * @param mean μ [*S, B, m]
 * @param factor C [*S, B, m, m], lower triangular with positive diagonal; zeros above
 */
public record FullGaussian(Tensor mean, Tensor factor) implements CorrelatedGaussian {

  /**
   * @throws ShapeException naming the argument that does not fit
   */
  public FullGaussian {
    mean = Arguments.rows("mean", mean);
    factor =
        Arguments.shaped("factor", factor, mean.shape().append(Shape.of(mean.shape().extent(-1))));
  }

  @Override
  public Shape rows() {
    return mean.shape();
  }

  @Override
  public Draws draw(int samples, Key key) {
    Tensor noise = BatchNoise.normal(mean.tape(), key, samples, mean.shape());
    Tensor columns =
        DrawColumns.matrices(factor).matmul(DrawColumns.of(noise, batchShape())); // [N, m, S]
    return Draws.of(this, DrawColumns.toDraws(columns, batchShape()).add(mean));
  }

  @Override
  public Tensor logProb(Tensor z) {
    Tensor centred = z.subtract(mean);
    Tensor noise = // [N, m, S]
        LinearAlgebra.solveTriangular(
            DrawColumns.matrices(factor), DrawColumns.of(centred, batchShape()));
    return DrawColumns.squaredLengths(noise, centred.shape().dropLast(1))
        .multiply(-0.5)
        .subtract(logVolume())
        .add(-0.5 * size() * StandardGaussian.LOG_TWO_PI);
  }

  /** \(\Sigma_{ii} = \sum_j C_{ij}^2\), [*S, B, m]. */
  @Override
  public Tensor variance() {
    return factor.square().sum(-1);
  }

  /** \(\sum_i \log C_{ii}\) → [*S, B]. */
  @Override
  public Tensor logVolume() {
    return LinearAlgebra.logDeterminant(factor);
  }

  @Override
  public FullGaussian stopGradient() {
    return new FullGaussian(mean.detach(), factor.detach());
  }
}
