package vae.core.distribution;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import vae.autodiff.tape.GaussianRows;
import vae.autodiff.tape.Tensor;

/**
 * The Kullback-Leibler divergence in closed form, by pair of families.
 *
 * <p>\[ \mathrm{KL}(q \,\|\, p) = \mathbb E_q \log \frac{q}{p} \ge 0 \]
 *
 * <p>A pair without an entry has no closed form here; estimators that need one say so, others take
 * the Monte-Carlo difference of log densities.
 */
public final class Kl {

  /** One entry: two families and the formula. */
  private record Pair<Q, P>(Class<Q> q, Class<P> p, BiFunction<Q, P, Tensor> formula) {

    Optional<Tensor> apply(Distribution a, Distribution b) {
      return q.isInstance(a) && p.isInstance(b)
          ? Optional.of(formula.apply(q.cast(a), p.cast(b)))
          : Optional.empty();
    }
  }

  private static final List<Pair<?, ?>> PAIRS =
      List.of(
          new Pair<>(DiagonalGaussian.class, StandardGaussian.class, Kl::diagonalToStandard),
          new Pair<>(DiagonalGaussian.class, DiagonalGaussian.class, Kl::diagonalToDiagonal),
          new Pair<>(HouseholderGaussian.class, StandardGaussian.class, Kl::rotatedToStandard),
          new Pair<>(CorrelatedGaussian.class, StandardGaussian.class, Kl::correlatedToStandard),
          new Pair<>(CorrelatedGaussian.class, DiagonalGaussian.class, Kl::correlatedToDiagonal));

  private Kl() {}

  /**
   * KL(q ‖ p) → [*B], in nats.
   *
   * @throws IllegalArgumentException where the pair has no closed form, naming both families
   */
  public static Tensor closedForm(Distribution q, Distribution p) {
    return find(q, p)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no closed form for the KL from %s to %s; use a Monte-Carlo estimator"
                        .formatted(q.getClass().getSimpleName(), p.getClass().getSimpleName())));
  }

  /** KL(q ‖ p) → [*B] where the pair has a closed form. */
  public static Optional<Tensor> find(Distribution q, Distribution p) {
    for (Pair<?, ?> pair : PAIRS) {
      Optional<Tensor> kl = pair.apply(q, p);
      if (kl.isPresent()) {
        return kl;
      }
    }
    return Optional.empty();
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

  /**
   * \(\tfrac12 (\lVert\mu\rVert^2 + \lVert\sigma\rVert^2 - 2 \cdot 1^\top \log\sigma - m)\).
   *
   * <p>The factor before \(1^\top\log\sigma\) is 2 for every m; a factor m, seen in print, gives
   * negative values for m ≠ 2.
   */
  private static Tensor diagonalToStandard(DiagonalGaussian q, StandardGaussian p) {
    return GaussianRows.divergence(q.mean(), q.logDeviation());
  }

  private static Tensor diagonalToDiagonal(DiagonalGaussian q, DiagonalGaussian p) {
    Tensor logRatio = q.logDeviation().subtract(p.logDeviation());
    Tensor shift = q.mean().subtract(p.mean()).multiply(p.logDeviation().negate().exp());
    return logRatio
        .multiply(2)
        .exp()
        .add(shift.square())
        .add(-1)
        .multiply(0.5)
        .subtract(logRatio)
        .sum(-1);
  }

  /** N(0, I) looks the same from everywhere: the KL is that of the unrotated base. */
  private static Tensor rotatedToStandard(HouseholderGaussian q, StandardGaussian p) {
    return diagonalToStandard(q.base(), p);
  }

  /** \(\tfrac12 (\lVert\mu\rVert^2 + \mathrm{tr}\,\Sigma - \log\det\Sigma - m)\). */
  private static Tensor correlatedToStandard(CorrelatedGaussian q, StandardGaussian p) {
    Tensor squares = q.mean().square().add(q.variance()).add(-1).sum(-1);
    return squares.multiply(0.5).subtract(q.logVolume());
  }

  /**
   * \(\tfrac12 \sum_j \bigl( (\Sigma_{jj} + (\mu_j - \nu_j)^2) / \tau_j^2 - 1 \bigr) + \sum_j \log
   * \tau_j - \tfrac12 \log\det\Sigma\) for p = N(ν, diag τ²).
   */
  private static Tensor correlatedToDiagonal(CorrelatedGaussian q, DiagonalGaussian p) {
    Tensor precision = p.logDeviation().multiply(-2).exp();
    Tensor squares = q.mean().subtract(p.mean()).square().add(q.variance()).multiply(precision);
    return squares.add(-1).multiply(0.5).add(p.logDeviation()).sum(-1).subtract(q.logVolume());
  }
}
