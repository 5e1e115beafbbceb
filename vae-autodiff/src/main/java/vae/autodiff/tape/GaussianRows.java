package vae.autodiff.tape;

import vae.autodiff.op.GaussianDivergence;
import vae.autodiff.op.GaussianDraw;
import vae.autodiff.op.GaussianLogRatio;
import vae.autodiff.op.GaussianPairs;

/**
 * Fused functions of Gaussians with diagonal covariance \(\mathcal N(\mu, \mathrm{diag}\,
 * \sigma^2)\), given by μ and log σ [*B, m].
 */
public final class GaussianRows {

  private GaussianRows() {}

  /**
   * \(z = \mu + \sigma \odot \varepsilon\), with gradients to μ and log σ.
   *
   * @param mean μ [*B, m]
   * @param logDeviation log σ [*B, m]
   * @param noise ε [S, *B, m], a constant
   * @return [S, *B, m]
   * @throws IllegalStateException where the noise has a gradient
   */
  public static Tensor draw(Tensor mean, Tensor logDeviation, Tensor noise) {
    requireConstant("gaussianDraw", noise);
    return mean.tape().record(new GaussianDraw(), mean, logDeviation, noise);
  }

  /**
   * \(\tfrac12 \sum_j \mu_j^2 + \sigma_j^2 - 2 \log \sigma_j - 1\), the KL to the standard normal;
   * without cancellation near σ = 1.
   *
   * @return [*B]
   */
  public static Tensor divergence(Tensor mean, Tensor logDeviation) {
    return mean.tape().record(new GaussianDivergence(), mean, logDeviation);
  }

  /**
   * \(\log \pi(z) - \log q(z) = \sum_j \log \sigma_j + \tfrac12 (\varepsilon_j^2 - z_j^2)\) for the
   * standard normal π and draws \(z = \mu + \sigma \odot \varepsilon\) of q.
   *
   * <p>Its gradient through z and log σ is the whole gradient of the ratio by μ and log σ. Where
   * only the path through z is wanted, or only the score, write the densities out.
   *
   * @param noise ε [S, *B, m], a constant
   * @param z [S, *B, m]
   * @param logDeviation log σ [*B, m]
   * @return [S, *B]
   * @throws IllegalStateException where the noise has a gradient
   */
  public static Tensor logRatio(Tensor noise, Tensor z, Tensor logDeviation) {
    requireConstant("gaussianLogRatio", noise);
    return z.tape().record(new GaussianLogRatio(), noise, z, logDeviation);
  }

  /**
   * The log density of every point under each of K Gaussians, without values of the size K · N · m.
   *
   * @param z [N, m]
   * @param mean μ [K, m]
   * @param logDeviation log σ [K, m]
   * @return [K, N], in nats
   */
  public static Tensor pairs(Tensor z, Tensor mean, Tensor logDeviation) {
    return z.tape().record(new GaussianPairs(), z, mean, logDeviation);
  }

  private static void requireConstant(String op, Tensor noise) {
    if (noise.differentiable) {
      throw new IllegalStateException(
          op + ": the noise has no gradient here; detach() it, or write the formula out");
    }
  }
}
