package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.random.Key;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;

/**
 * Gaussians whose covariance is diagonal plus low rank, \(\mathcal N(\mu, D + U U^\top)\) with \(D
 * = \mathrm{diag}\,\sigma^2\) and U of r columns.
 *
 * <p>\[ z = \mu + \sigma \odot \varepsilon_1 + U \varepsilon_2, \qquad \log\det\Sigma = 2 \cdot
 * 1^\top \log\sigma + \log\det M, \qquad M = I_r + W^\top W, \; W = D^{-1/2} U \]
 *
 * <p>The density is Woodbury's, written as a sum of squares so that nothing cancels where U is much
 * larger than σ: with \(y = D^{-1/2} (z - \mu)\) and \(a = M^{-1} W^\top y\),
 *
 * <p>\[ (z - \mu)^\top \Sigma^{-1} (z - \mu) = \lVert y - W a \rVert^2 + \lVert a \rVert^2 \]
 *
 * <p>Batch [*S, B], event [m]. A draw costs m·r operations.
 *
 * <p>Source: Ong, Nott and Smith (2018), Gaussian variational approximation with a factor
 * covariance structure.
 *
 * @param mean μ [*S, B, m]
 * @param logDeviation log σ [*S, B, m], any real numbers
 * @param factor U [*S, B, m, r], any real numbers
 */
public record LowRankGaussian(Tensor mean, Tensor logDeviation, Tensor factor)
    implements CorrelatedGaussian {

  /**
   * @throws ShapeException naming the argument that does not fit
   */
  public LowRankGaussian {
    mean = Arguments.rows("mean", mean);
    logDeviation = Arguments.shaped("logDeviation", logDeviation, mean.shape());
    Shape columns = Shape.of(Arguments.rows("factor", factor).shape().extent(-1));
    factor = Arguments.shaped("factor", factor, mean.shape().append(columns));
  }

  @Override
  public Shape rows() {
    return mean.shape();
  }

  /** The two noises are streams of their own: {@code diagonal} and {@code factor} of the key. */
  @Override
  public Draws draw(int samples, Key key) {
    Tape tape = mean.tape();
    Shape ranks = batchShape().append(Shape.of(factor.shape().extent(-1)));
    Tensor own = BatchNoise.normal(tape, key.fold("diagonal"), samples, mean.shape());
    Tensor shared = BatchNoise.normal(tape, key.fold("factor"), samples, ranks);
    Tensor columns = DrawColumns.matrices(factor).matmul(DrawColumns.of(shared, batchShape()));
    Tensor common = DrawColumns.toDraws(columns, batchShape());
    return Draws.of(this, own.multiply(logDeviation.exp()).add(common).add(mean));
  }

  @Override
  public Tensor logProb(Tensor z) {
    Tensor standardised = z.subtract(mean).multiply(logDeviation.negate().exp());
    Tensor y = DrawColumns.of(standardised, batchShape()); // [N, m, S]
    Tensor w = scaledFactor();
    Tensor l = capacitanceFactor(w);
    Tensor half = LinearAlgebra.solveTriangular(l, w.matmul(true, y, false));
    Tensor a = LinearAlgebra.solveTriangularTransposed(l, half); // [N, r, S]
    Shape batch = standardised.shape().dropLast(1);
    return DrawColumns.squaredLengths(y.subtract(w.matmul(a)), batch)
        .add(DrawColumns.squaredLengths(a, batch))
        .multiply(-0.5)
        .subtract(logVolume(l))
        .add(-0.5 * size() * StandardGaussian.LOG_TWO_PI);
  }

  /** W, [N, m, r]. */
  private Tensor scaledFactor() {
    Tensor precision = logDeviation.negate().exp();
    Tensor scaled = factor.multiply(precision.reshape(mean.shape().append(Shape.of(1))));
    return DrawColumns.matrices(scaled);
  }

  /** The Cholesky factor of M, [N, r, r]. */
  private static Tensor capacitanceFactor(Tensor w) {
    int r = w.shape().extent(-1);
    return LinearAlgebra.cholesky(
        w.matmul(true, w, false).add(LinearAlgebra.diagonal(w.tape(), r, 1, 0)));
  }

  /** \(\Sigma_{ii} = \sigma_i^2 + \sum_k U_{ik}^2\), [*S, B, m]. */
  @Override
  public Tensor variance() {
    return logDeviation.multiply(2).exp().add(factor.square().sum(-1));
  }

  /** \(1^\top \log\sigma + \tfrac12 \log\det M\) → [*S, B]. */
  @Override
  public Tensor logVolume() {
    return logVolume(capacitanceFactor(scaledFactor()));
  }

  private Tensor logVolume(Tensor capacitanceFactor) {
    Tensor logDeterminant = LinearAlgebra.logDeterminant(capacitanceFactor); // [N]
    return logDeviation.sum(-1).add(logDeterminant.reshape(batchShape()));
  }

  @Override
  public LowRankGaussian stopGradient() {
    return new LowRankGaussian(mean.detach(), logDeviation.detach(), factor.detach());
  }
}
