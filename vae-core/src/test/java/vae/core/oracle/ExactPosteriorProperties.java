package vae.core.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.tape.LinearAlgebra;
import vae.autodiff.tape.Tape;
import vae.autodiff.tape.Tensor;
import vae.core.distribution.CorrelatedGaussian;
import vae.core.distribution.FullGaussian;
import vae.core.distribution.Kl;
import vae.core.distribution.LowRankGaussian;
import vae.core.model.GenerativeModel;

/** Families that hold the linear Gaussian model's posterior reach its evidence. */
final class ExactPosteriorProperties {

  /** The covariance's flat elements, row by row. */
  private static Tensor covariance(Tape tape, LinearGaussianOracle oracle) {
    double[][] rows = oracle.posteriorCovariance();
    int m = rows.length;
    double[] flat = new double[m * m];
    for (int i = 0; i < m * m; i++) {
      flat[i] = rows[i / m][i % m];
    }
    return tape.constant(Shape.of(1, m, m), flat);
  }

  /**
   * \(\mathbb E_q \log p(x \mid z) - \mathrm{KL}(q \,\|\, \pi)\) without noise: the likelihood is
   * quadratic in z, so the mean over \(\mu \pm \sqrt m\, C e_i\) is its expectation.
   *
   * @param factor any C with \(C C^\top = \Sigma\), [1, m, m]
   */
  private static double elbo(
      LinearGaussianOracle oracle, double[] x, CorrelatedGaussian q, Tensor factor) {
    Tape tape = factor.tape();
    int m = factor.shape().extent(-1);
    Tensor steps = factor.transpose().reshape(m, 1, m).multiply(Math.sqrt(m));
    Tensor points = Tensor.concat(0, steps, steps.negate()).add(q.mean()); // [2m, 1, m]
    GenerativeModel model = oracle.on(tape);
    Tensor data = tape.constant(Shape.of(1, x.length), x);
    double reconstruction = model.likelihood(points).logProb(data).mean().item();
    return reconstruction - Kl.closedForm(q, model.prior()).item();
  }

  @Property(tries = 50, seed = "211")
  void fullCovarianceLosesNothing(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 5) int m) {
    LinearGaussianOracle oracle = LinearGaussianOracle.random(6, m, 0.6, Key.of(seed));
    double[] x = oracle.draw(Key.of(seed + 1));
    DoubleTape.run(
        tape -> {
          Tensor mean = tape.constant(Shape.of(1, m), oracle.posteriorMean(x));
          Tensor factor = LinearAlgebra.cholesky(covariance(tape, oracle));
          double found = elbo(oracle, x, new FullGaussian(mean, factor), factor);
          double evidence = oracle.logEvidence(x);
          assertEquals(evidence, found, 1e-9 * Math.max(1, Math.abs(evidence)));
        });
  }

  /** The same sum over the best q with independent coordinates is short by the known gap. */
  @Property(tries = 30, seed = "212")
  void withoutItsOffDiagonalItLosesTheDiagonalGap(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 2, max = 5) int m) {
    LinearGaussianOracle oracle = LinearGaussianOracle.random(6, m, 0.6, Key.of(seed));
    double[] x = oracle.draw(Key.of(seed + 1));
    DoubleTape.run(
        tape -> {
          LinearGaussianOracle.DiagonalQ best = oracle.bestDiagonal(x);
          Tensor mean = tape.constant(Shape.of(1, m), best.mean());
          Tensor deviation = tape.constant(Shape.of(1, m), best.deviation());
          Tensor none = tape.full(Shape.of(1, m * (m - 1) / 2), 0);
          Tensor factor = LinearAlgebra.lowerTriangle(deviation, none);
          double found = elbo(oracle, x, new FullGaussian(mean, factor), factor);
          double evidence = oracle.logEvidence(x);
          double bound = 1e-9 * Math.max(1, Math.abs(evidence));
          assertEquals(oracle.diagonalGap(), evidence - found, bound);
        });
  }

  /** In two dimensions one column and a diagonal make every covariance. */
  @Property(tries = 30, seed = "213")
  void oneColumnIsEnoughForTwoDimensions(@ForAll @IntRange(min = 1, max = 10_000) int seed) {
    LinearGaussianOracle oracle = LinearGaussianOracle.random(6, 2, 0.6, Key.of(seed));
    double[] x = oracle.draw(Key.of(seed + 1));
    double[][] s = oracle.posteriorCovariance();
    // u₁² = |s₀₁| √(s₀₀ / s₁₁) and u₂ = s₀₁ / u₁ leave s₀₀ − u₁² > 0 and s₁₁ − u₂² > 0
    double first = Math.sqrt(Math.abs(s[0][1]) * Math.sqrt(s[0][0] / s[1][1]));
    double second = s[0][1] / first;
    DoubleTape.run(
        tape -> {
          Tensor mean = tape.constant(Shape.of(1, 2), oracle.posteriorMean(x));
          Tensor variance =
              tape.constant(Shape.of(1, 2), s[0][0] - first * first, s[1][1] - second * second);
          LowRankGaussian q =
              new LowRankGaussian(
                  mean,
                  variance.log().multiply(0.5),
                  tape.constant(Shape.of(1, 2, 1), first, second));
          Tensor factor = LinearAlgebra.cholesky(covariance(tape, oracle));
          double evidence = oracle.logEvidence(x);
          double bound = 1e-9 * Math.max(1, Math.abs(evidence));
          assertEquals(evidence, elbo(oracle, x, q, factor), bound);
        });
  }
}
