package vae.core.distribution;

import java.util.Optional;
import vae.autodiff.tape.GaussianRows;
import vae.autodiff.tape.Tensor;

/**
 * The Kullback-Leibler divergence in closed form, by pair of families.
 *
 * <p>\[ \mathrm{KL}(q \,\|\, p) = \mathbb E_q \log \frac{q}{p} \ge 0 \]
 *
 * <p>Either side of a pair brings the formula: {@link Posterior#klTo} or {@link
 * Distribution#klFrom}. Those among Gaussians stand here. Where neither side knows one, estimators
 * that need it say so and others take the Monte-Carlo difference of log densities.
 */
public final class Kl {

  private Kl() {}

  /**
   * KL(q ‖ p) → [*B], in nats.
   *
   * @throws MisfitException where the pair has no closed form, naming both families
   */
  public static Tensor closedForm(Posterior q, Distribution p) {
    return find(q, p)
        .orElseThrow(
            () ->
                new MisfitException(
                    "needs the KL in closed form, and there is none from %s to %s"
                        .formatted(q.getClass().getSimpleName(), p.getClass().getSimpleName()),
                    "Take the estimator \"elbo-mc\", which needs only densities."));
  }

  /** KL(q ‖ p) → [*B] where the pair has a closed form: q is asked first, then p. */
  public static Optional<Tensor> find(Posterior q, Distribution p) {
    return q.klTo(p).or(() -> p.klFrom(q));
  }

  /**
   * KL of each one-dimensional marginal of q to that of p → [B, m]; empty where p has none.
   *
   * <p>Its sum is the whole KL where the coordinates are independent in both.
   */
  public static Optional<Tensor> perDimension(DiagonalGaussian q, Distribution p) {
    return switch (p) {
      case StandardGaussian _ -> Optional.of(perDimension(q));
      case HasMarginals known -> Optional.of(perDimension(q, known.marginals()));
      default -> Optional.empty();
    };
  }

  /**
   * KL of each one-dimensional marginal to N(0, 1) → [B, m].
   *
   * <p>\[ \tfrac12 (\mu_j^2 + \sigma_j^2 - 1) - \log \sigma_j \]
   */
  public static Tensor perDimension(DiagonalGaussian q) {
    Tensor variance = q.logDeviation().multiply(2).exp();
    return q.mean().square().add(variance).add(-1).multiply(0.5).subtract(q.logDeviation());
  }

  private static Tensor perDimension(DiagonalGaussian q, DiagonalGaussian p) {
    Tensor logRatio = q.logDeviation().subtract(p.logDeviation());
    Tensor shift = q.mean().subtract(p.mean()).multiply(p.logDeviation().negate().exp());
    return logRatio.multiply(2).exp().add(shift.square()).add(-1).multiply(0.5).subtract(logRatio);
  }

  /** Where p is a Gaussian with independent coordinates. */
  static Optional<Tensor> ofGaussians(GaussianPosterior q, Distribution p) {
    return Optional.ofNullable(
        switch (p) {
          case StandardGaussian _ ->
              switch (q) {
                case DiagonalGaussian diagonal -> toStandard(diagonal);
                // N(0, I) looks the same from everywhere: the KL is that of the unrotated base.
                case HouseholderGaussian rotated -> toStandard(rotated.base());
                case CorrelatedGaussian correlated -> toStandard(correlated);
                default -> null;
              };
          case DiagonalGaussian independent ->
              switch (q) {
                case DiagonalGaussian diagonal -> perDimension(diagonal, independent).sum(-1);
                case CorrelatedGaussian correlated -> toDiagonal(correlated, independent);
                default -> null;
              };
          default -> null;
        });
  }

  /**
   * \(\tfrac12 (\lVert\mu\rVert^2 + \lVert\sigma\rVert^2 - 2 \cdot 1^\top \log\sigma - m)\).
   *
   * <p>The factor before \(1^\top\log\sigma\) is 2 for every m; a factor m, seen in print, gives
   * negative values for m ≠ 2.
   */
  private static Tensor toStandard(DiagonalGaussian q) {
    return GaussianRows.divergence(q.mean(), q.logDeviation());
  }

  /** \(\tfrac12 (\lVert\mu\rVert^2 + \mathrm{tr}\,\Sigma - \log\det\Sigma - m)\). */
  private static Tensor toStandard(CorrelatedGaussian q) {
    Tensor squares = q.mean().square().add(q.variance()).add(-1).sum(-1);
    return squares.multiply(0.5).subtract(q.logVolume());
  }

  /**
   * \(\tfrac12 \sum_j \bigl( (\Sigma_{jj} + (\mu_j - \nu_j)^2) / \tau_j^2 - 1 \bigr) + \sum_j \log
   * \tau_j - \tfrac12 \log\det\Sigma\) for p = N(ν, diag τ²).
   */
  private static Tensor toDiagonal(CorrelatedGaussian q, DiagonalGaussian p) {
    Tensor precision = p.logDeviation().multiply(-2).exp();
    Tensor squares = q.mean().subtract(p.mean()).square().add(q.variance()).multiply(precision);
    return squares.add(-1).multiply(0.5).add(p.logDeviation()).sum(-1).subtract(q.logVolume());
  }
}
