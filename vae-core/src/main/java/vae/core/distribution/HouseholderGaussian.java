package vae.core.distribution;

import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
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
 * is not a positive number of the element type) reflects nothing. Batch [B], event [m]; a draw
 * costs m·K operations.
 *
 * <p>Source: Tomczak and Welling (2016), section 3.
 */
public final class HouseholderGaussian implements CorrelatedGaussian {

  private final DiagonalGaussian base;
  private final Tensor vectors;

  /**
   * @param base the distribution of \(z_0\): batch [B], event [m]
   * @param vectors \(v_1, \ldots, v_K\) [B, K, m], any real numbers
   */
  public HouseholderGaussian(DiagonalGaussian base, Tensor vectors) {
    this.base = base;
    this.vectors = vectors;
  }

  @Override
  public Shape batchShape() {
    return base.batchShape();
  }

  @Override
  public Shape eventShape() {
    return base.eventShape();
  }

  @Override
  public Tensor sample(int samples, Key key) {
    return rotate(base.sample(samples, key));
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

  /** H z for z [*, B, m]. */
  private Tensor rotate(Tensor z) {
    Tensor image = z;
    for (int k = 0; k < reflections(); k++) {
      image = reflect(k, image);
    }
    return image;
  }

  /** z − 2 v (v·z) / ‖v‖² for z [*, B, m] and vector k of each entry. */
  private Tensor reflect(int k, Tensor z) {
    Tensor v = vectors.slice(-2, k, k + 1).reshape(base.mean().shape());
    Tensor squares = v.square().sumKeeping(-1);
    Tensor isZero = squares.greaterThan(v.tape().scalar(0)).multiply(-1).add(1);
    Tensor length = z.multiply(v).sumKeeping(-1).multiply(2).divide(squares.add(isZero));
    return z.subtract(length.multiply(v));
  }

  /** \(H \mu_0\), [B, m]. */
  @Override
  public Tensor mean() {
    return rotate(base.mean());
  }

  /** The distribution of \(z_0\). */
  public DiagonalGaussian base() {
    return base;
  }

  /** H, [B, m, m]. */
  public Tensor rotation() {
    int m = eventShape().extent(-1);
    Tensor basis = Identity.of(vectors.tape(), m).reshape(m, 1, m);
    Tensor images = rotate(basis.broadcastTo(base.mean().shape().prepend(m)));
    return images.permute(1, 2, 0);
  }

  /** \(\Sigma_{ii} = \sum_j H_{ij}^2 \sigma_j^2\), [B, m]; costs m²·K operations. */
  @Override
  public Tensor variance() {
    Shape rows = Shape.of(base.mean().shape().extent(0), 1, eventShape().extent(-1));
    Tensor deviation = base.logDeviation().exp().reshape(rows);
    return rotation().multiply(deviation).square().sum(-1);
  }

  /** \(1^\top \log\sigma\) → [B]. */
  @Override
  public Tensor logVolume() {
    return base.logDeviation().sum(-1);
  }

  @Override
  public HouseholderGaussian stopGradient() {
    return new HouseholderGaussian(base.stopGradient(), vectors.detach());
  }
}
