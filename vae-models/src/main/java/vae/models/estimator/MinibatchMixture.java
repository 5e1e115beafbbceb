package vae.models.estimator;

import vae.autodiff.array.Shape;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.DiagonalGaussian;
import vae.core.distribution.GaussianPosterior;
import vae.core.distribution.StandardGaussian;

/**
 * The density of the aggregate posterior \(q(z) = \frac1N \sum_n q(z \mid x_n)\) and of its
 * coordinates, estimated at a minibatch's own draws from the B posteriors of the minibatch.
 *
 * <p>\[ \hat q(z_i) = \sum_k w_{ik}\, q(z_i \mid x_k), \qquad \hat q(z_{ij}) = \sum_k w_{ik}\,
 * q(z_{ij} \mid x_k) \]
 *
 * <p>A batch of one holds no other example: \(\hat q(z) = q(z \mid x) / N\), whatever the sampling.
 * Costs L B² m densities.
 *
 * @param logJoint \(\log \hat q(z)\), [L, B]
 * @param logMarginals \(\log \hat q(z_j)\), [L, B, m]
 */
record MinibatchMixture(Tensor logJoint, Tensor logMarginals) {

  /**
   * \(w_{ik} = \frac1{NB}\), too low: its mean over minibatches is \(\frac1{NB} q(z_i \mid x_i) +
   * \frac{B-1}{NB} \bar q_{\ne i}(z_i)\), with the mean posterior of the other examples.
   *
   * @param z draws of q, [L, B, m]
   * @param examples N ≥ 1; taken as B where there are fewer
   */
  static MinibatchMixture weighted(GaussianPosterior q, Tensor z, int examples) {
    int b = z.shape().extent(1);
    double weight = -StrictMath.log((double) Math.max(examples, b) * b);
    Pairs pairs = Pairs.of(q, z);
    return new MinibatchMixture(
        pairs.joint().logSumExp(-1).add(weight), pairs.each().logSumExp(-1).add(weight));
  }

  /**
   * \(w_{ii} = \frac1N, \ w_{ik} = \frac{N-1}{N(B-1)}\): unbiased for q(z).
   *
   * <p>The paper gives one of the others 1/N less and the rest the difference. Any shares with the
   * same sum are unbiased; equal ones vary least and know no order.
   *
   * @param z draws of q, [L, B, m]
   * @param examples N ≥ 1; taken as B where there are fewer
   */
  static MinibatchMixture stratified(GaussianPosterior q, Tensor z, int examples) {
    int b = z.shape().extent(1);
    if (b == 1) {
      return weighted(q, z, examples);
    }
    int n = Math.max(examples, b);
    double others = StrictMath.log((n - 1.0) / n / (b - 1));
    Tensor logWeights = LinearAlgebra.diagonal(z.tape(), b, -StrictMath.log(n), others);
    Pairs pairs = Pairs.of(q, z);
    return new MinibatchMixture(
        pairs.joint().add(logWeights).logSumExp(-1),
        pairs.each().add(logWeights.reshape(b, 1, b)).logSumExp(-1));
  }

  /**
   * Log densities of every draw under every posterior.
   *
   * @param joint \(\log q(z_i \mid x_k)\), [L, B, B]
   * @param each \(\log q(z_{ij} \mid x_k)\), [L, B, m, B]
   */
  private record Pairs(Tensor joint, Tensor each) {

    static Pairs of(GaussianPosterior q, Tensor z) {
      Shape shape = z.shape();
      Tensor each = logDensities(q.marginals(), z.reshape(shape.append(Shape.of(1))));
      Tensor joint =
          q instanceof DiagonalGaussian
              ? each.sum(-2)
              : q.logProb(repeated(z)).reshape(shape.withExtent(-1, shape.extent(1)));
      return new Pairs(joint, each);
    }

    /**
     * \(\log \mathcal N(z_{ij} \mid \mu_{kj}, \sigma_{kj}^2)\) for z [L, B, m, 1] → [L, B, m, B].
     */
    private static Tensor logDensities(DiagonalGaussian q, Tensor z) {
      Tensor mean = q.mean().transpose(); // [m, B]
      Tensor logDeviation = q.logDeviation().transpose();
      Tensor halved = logDeviation.negate().exp().multiply(Math.sqrt(0.5)); // 1 / (σ √2)
      Tensor constant = logDeviation.add(0.5 * StandardGaussian.LOG_TWO_PI).negate();
      return constant.subtract(z.subtract(mean).multiply(halved).square());
    }

    /** Each draw beside every posterior: [L, B, m] → [L B, B, m]. */
    private static Tensor repeated(Tensor z) {
      int rows = z.shape().extent(0) * z.shape().extent(1);
      int m = z.shape().extent(2);
      return z.reshape(rows, 1, m).broadcastTo(Shape.of(rows, z.shape().extent(1), m));
    }
  }
}
