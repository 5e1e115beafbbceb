package vae.core.distribution;

import java.util.Arrays;
import java.util.stream.IntStream;
import vae.autodiff.array.Shape;
import vae.autodiff.array.ShapeException;
import vae.autodiff.random.Key;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Tensor;

/**
 * Gaussians with independent coordinates seen through a chain of reflections, \(z = H z_0\) with
 * \(z_0 \sim \mathcal N(\mu_0, \mathrm{diag}\,\sigma^2)\).
 *
 * <p>\[ H = H_K \cdots H_1, \qquad H_k = I - 2 \frac{v_k v_k^\top}{\lVert v_k \rVert^2}, \qquad
 * \log q(z) = \log q_0(H^\top z) \]
 *
 * <p>H is orthogonal, so \(\lvert\det H\rvert = 1\), the covariance is \(H \mathrm{diag}(\sigma^2)
 * H^\top\), and m reflections reach every rotation. A vector of zeros (or one whose squared length
 * is not a positive number of the element type) reflects nothing. Batch [*S, B], event [m]; a draw
 * costs m·K operations.
 *
 * <p>Source: Tomczak and Welling (2016), section 3.
 *
 * @param base the distribution of \(z_0\): batch [*S, B], event [m]
 * @param vectors \(v_1, \ldots, v_K\) [*S, B, K, m], any real numbers
 */
public record HouseholderGaussian(DiagonalGaussian base, Tensor vectors)
    implements CorrelatedGaussian {

  /**
   * @throws ShapeException where the vectors do not fit
   */
  public HouseholderGaussian {
    int k = vectors.shape().rank() < 2 ? 0 : vectors.shape().extent(-2);
    Shape expected = base.batchShape().append(Shape.of(k, base.size()));
    vectors = Arguments.shaped("vectors", vectors, expected);
  }

  @Override
  public Shape rows() {
    return base.rows();
  }

  @Override
  public Draws draw(int samples, Key key) {
    return Draws.of(this, rotate(base.draw(samples, key).z()));
  }

  @Override
  public Tensor logProb(Tensor z) {
    Tensor origin = z;
    for (int k = reflections() - 1; k >= 0; k--) {
      origin = reflect(k, origin);
    }
    return base.logProb(origin);
  }

  private int reflections() {
    return vectors.shape().extent(-2);
  }

  /** H z for z [*, *S, B, m]. */
  private Tensor rotate(Tensor z) {
    Tensor image = z;
    for (int k = 0; k < reflections(); k++) {
      image = reflect(k, image);
    }
    return image;
  }

  /** z − 2 v (v·z) / ‖v‖² for z [*, *S, B, m] and vector k of each entry. */
  private Tensor reflect(int k, Tensor z) {
    Tensor v = vectors.slice(-2, k, k + 1).reshape(rows());
    Tensor squares = v.square().sumKeeping(-1);
    Tensor isZero = squares.greaterThan(v.tape().scalar(0)).multiply(-1).add(1);
    Tensor length = z.multiply(v).sumKeeping(-1).multiply(2).divide(squares.add(isZero));
    return z.subtract(length.multiply(v));
  }

  /** \(H \mu_0\), [*S, B, m]. */
  @Override
  public Tensor mean() {
    return rotate(base.mean());
  }

  /** H, [*S, B, m, m]. */
  public Tensor rotation() {
    int m = size();
    int[] one = new int[rows().rank() + 1];
    Arrays.fill(one, 1);
    Shape images = Shape.of(one).withExtent(0, m).withExtent(-1, m);
    Tensor basis = LinearAlgebra.diagonal(vectors.tape(), m, 1, 0).reshape(images);
    int[] imageLast = IntStream.rangeClosed(1, one.length).map(i -> i % one.length).toArray();
    return rotate(basis.broadcastTo(rows().prepend(m))).permute(imageLast);
  }

  /** \(\Sigma_{ii} = \sum_j H_{ij}^2 \sigma_j^2\), [*S, B, m]; costs m²·K operations. */
  @Override
  public Tensor variance() {
    Shape row = batchShape().append(Shape.of(1, size()));
    Tensor deviation = base.logDeviation().exp().reshape(row);
    return rotation().multiply(deviation).square().sum(-1);
  }

  /** \(1^\top \log\sigma\) → [*S, B]. */
  @Override
  public Tensor logVolume() {
    return base.logDeviation().sum(-1);
  }

  @Override
  public HouseholderGaussian stopGradient() {
    return new HouseholderGaussian(base.stopGradient(), vectors.detach());
  }
}
