package vae.core.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.core.oracle.LinearGaussianOracle.DiagonalQ;
import vae.core.oracle.LinearGaussianOracle.FullQ;

final class LinearGaussianOracleProperties {

  private static DiagonalQ randomQ(int m, int seed) {
    double[] numbers = new double[2 * m];
    Noise.normal(Key.of(seed).fold("q"), 0, 0, numbers, 0, 2 * m, new int[4]);
    double[] deviation =
        Arrays.stream(numbers, m, 2 * m).map(v -> Math.exp(0.5 * v - 0.5)).toArray();
    return new DiagonalQ(Arrays.copyOf(numbers, m), deviation);
  }

  /** log p(x) = ELBO + KL(q ‖ p(z|x)), for every q: two computations that share no term. */
  @Property(tries = 200, seed = "201")
  void evidenceIsElboPlusDivergence(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 4) int m,
      @ForAll @IntRange(min = 4, max = 8) int d) {
    LinearGaussianOracle oracle = LinearGaussianOracle.random(d, m, 0.6, Key.of(seed));
    double[] x = oracle.draw(Key.of(seed + 1));
    DiagonalQ q = randomQ(m, seed);
    double sum = oracle.elbo(x, q) + oracle.klToPosterior(x, q);
    assertEquals(oracle.logEvidence(x), sum, 1e-9 * Math.max(1, Math.abs(oracle.elbo(x, q))));
  }

  /** For q of the posterior's mean and c times its covariance: \(\tfrac m2 (c - 1 - \log c)\). */
  @Property(tries = 50, seed = "209")
  void aWidenedPosteriorIsFarByItsWidthAlone(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 4) int m) {
    LinearGaussianOracle oracle = LinearGaussianOracle.random(6, m, 0.6, Key.of(seed));
    double[] x = oracle.draw(Key.of(seed + 1));
    for (double c : new double[] {0.3, 1, 2.5}) {
      double[][] covariance = oracle.posteriorCovariance();
      for (double[] row : covariance) {
        Arrays.setAll(row, j -> c * row[j]);
      }
      double expected = 0.5 * m * (c - 1 - Math.log(c));
      FullQ q = new FullQ(oracle.posteriorMean(x), covariance);
      assertEquals(expected, oracle.klToPosterior(x, q), 1e-9);
    }
  }

  @Property(tries = 100, seed = "202")
  void theBestDiagonalIsBestAndLosesTheGap(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 4) int m) {
    LinearGaussianOracle oracle = LinearGaussianOracle.random(5, m, 0.5, Key.of(seed));
    double[] x = oracle.draw(Key.of(seed + 1));
    DiagonalQ best = oracle.bestDiagonal(x);
    double most = oracle.elbo(x, best);
    assertEquals(oracle.diagonalGap(), oracle.logEvidence(x) - most, 1e-9);
    for (int i = 0; i < m; i++) {
      for (double step : new double[] {-0.01, 0.01}) {
        double[] mean = best.mean().clone();
        mean[i] += step;
        assertTrue(oracle.elbo(x, new DiagonalQ(mean, best.deviation())) < most);
        double[] deviation = best.deviation().clone();
        deviation[i] *= 1 + step;
        assertTrue(oracle.elbo(x, new DiagonalQ(best.mean(), deviation)) < most);
      }
    }
    assertTrue(oracle.elbo(x, randomQ(m, seed)) <= most);
  }

  @Property(tries = 10, seed = "203")
  void closedFormEvidenceAgreesWithQuadrature(
      @ForAll @IntRange(min = 1, max = 10_000) int seed,
      @ForAll @IntRange(min = 1, max = 2) int m) {
    LinearGaussianOracle oracle = LinearGaussianOracle.random(3, m, 0.7, Key.of(seed));
    double[] x = oracle.draw(Key.of(seed + 1));
    QuadratureOracle.LogEvidence found =
        DoubleTape.compute(
            tape ->
                new QuadratureOracle(m)
                    .logEvidence(tape, oracle.on(tape), tape.constant(Shape.of(1, 3), x)));
    assertTrue(found.error() < 1e-6, found.toString());
    assertEquals(oracle.logEvidence(x), found.value(), found.error() + 1e-9);
  }

  @Property(tries = 50, seed = "204")
  void evidenceIsTheDensityOfItsMultivariateNormal(
      @ForAll @IntRange(min = 1, max = 10_000) int seed) {
    double[][] w = {{1, 0.5}, {-0.3, 2}, {0.2, 0.1}};
    double[] b = {0.1, -1, 2};
    double sigma = 0.5;
    double[][] covariance = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        covariance[i][j] = w[i][0] * w[j][0] + w[i][1] * w[j][1] + (i == j ? sigma * sigma : 0);
      }
    }
    LinearGaussianOracle oracle = new LinearGaussianOracle(w, b, sigma);
    double[] x = oracle.draw(Key.of(seed));
    double density = new MultivariateNormalDistribution(b, covariance).density(x);
    assertEquals(Math.log(density), oracle.logEvidence(x), 1e-9);
  }

  @Example
  void alignedColumnsLeaveNoGap() {
    LinearGaussianOracle aligned = LinearGaussianOracle.aligned(6, 3, 0.5);
    assertEquals(0, aligned.diagonalGap(), 1e-12);
    assertTrue(LinearGaussianOracle.random(6, 3, 0.5, Key.of(1)).diagonalGap() > 0.01);
    double[] x = aligned.draw(Key.of(2));
    assertEquals(aligned.logEvidence(x), aligned.elbo(x, aligned.bestDiagonal(x)), 1e-9);
  }

  @Example
  void thePosteriorIsBayesRule() {
    LinearGaussianOracle oracle = LinearGaussianOracle.random(4, 2, 0.8, Key.of(3));
    double[] x = oracle.draw(Key.of(4));
    MultivariateNormalDistribution posterior =
        new MultivariateNormalDistribution(oracle.posteriorMean(x), oracle.posteriorCovariance());
    DoubleTape.run(
        tape -> {
          double[] z = {0.3, -0.4};
          double joint =
              oracle
                  .on(tape)
                  .logJoint(tape.constant(Shape.of(1, 4), x), tape.constant(Shape.of(1, 1, 2), z))
                  .item();
          assertEquals(oracle.logEvidence(x) + Math.log(posterior.density(z)), joint, 1e-9);
        });
  }
}
