package vae.experiments.study.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.distribution.MultivariateNormalDistribution;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.junit.jupiter.api.Test;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.models.posterior.Diagonal;
import vae.models.posterior.FullCovariance;
import vae.models.posterior.Householder;
import vae.models.posterior.LowRank;

final class LinearModelTest {

  private static final double[][] W = {{1, 0.5}, {-0.3, 2}, {0.7, 0.1}};
  private static final double[] B = {0.2, -1, 3};
  private static final double VARIANCE = 0.4;
  private static final LinearModel MODEL = new LinearModel(W, B, VARIANCE);
  private static final double[] X = {1, 0.5, 2};
  private static final ExactGaussian Q =
      ExactGaussian.of(new double[] {0.3, 0.6}, new double[][] {{0.5, 0.1}, {0.1, 0.2}});

  @Test
  void evidenceIsThatOfTheNormalDistribution() {
    double[][] covariance = new double[3][3];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        covariance[i][j] = W[i][0] * W[j][0] + W[i][1] * W[j][1] + (i == j ? VARIANCE : 0);
      }
    }
    double density = new MultivariateNormalDistribution(B, covariance).density(X);
    assertEquals(Math.log(density), MODEL.evidence(X), 1e-12);
  }

  /** 200,000 draws of log p(x, z) − log q(z): within four standard errors. */
  @Test
  void elboIsTheMeanOverDraws() {
    int draws = 200_000;
    double logTwoPi = Math.log(2 * Math.PI);
    double c00 = Math.sqrt(0.5);
    double c10 = 0.1 / c00;
    double c11 = Math.sqrt(0.2 - c10 * c10);
    double sum = 0;
    double squares = 0;
    double[] e = new double[2];
    for (int i = 0; i < draws; i++) {
      Noise.normal(Key.of(5), i, 0, e, 0, 2, new int[4]);
      double z0 = 0.3 + c00 * e[0];
      double z1 = 0.6 + c10 * e[0] + c11 * e[1];
      double value = -0.5 * (2 * logTwoPi + z0 * z0 + z1 * z1);
      for (int d = 0; d < 3; d++) {
        double error = X[d] - B[d] - W[d][0] * z0 - W[d][1] * z1;
        value -= 0.5 * (logTwoPi + Math.log(VARIANCE) + error * error / VARIANCE);
      }
      value += 0.5 * (2 * logTwoPi + e[0] * e[0] + e[1] * e[1]) + Math.log(c00 * c11);
      sum += value;
      squares += value * value;
    }
    double mean = sum / draws;
    double error = Math.sqrt((squares / draws - mean * mean) / draws);
    assertEquals(mean, MODEL.elbo(X, Q), 4 * error);
    assertTrue(error < 0.05, "the draws tell something: " + error);
  }

  @Test
  void elboAndDivergenceMakeTheEvidence() {
    assertEquals(MODEL.evidence(X), MODEL.elbo(X, Q) + MODEL.divergence(X, Q), 1e-12);
  }

  /** At W = U(Λ − σ²)^½ R the formula of {@link DiagonalGap} is that of P = I + WᵀW/σ². */
  @Test
  void gapIsThatOfTheTurnedModel() {
    ProbabilisticPca pca = new ProbabilisticPca(ProbabilisticPcaTest.cloud(4, 300, 6));
    int m = 3;
    double[][] r = DiagonalGap.rotation(Key.of(9), m);
    Array2DRowRealMatrix rotation = new Array2DRowRealMatrix(r);
    double[][] identity = rotation.transpose().multiply(rotation).getData();
    double[][] turned = new Array2DRowRealMatrix(pca.weight(m)).multiply(rotation).getData();
    double[][] p = new LinearModel(turned, new double[6], pca.noiseVariance(m)).precision();
    double expected = -Math.log(new LUDecomposition(new Array2DRowRealMatrix(p)).getDeterminant());
    for (int i = 0; i < m; i++) {
      expected += Math.log(p[i][i]);
      for (int j = 0; j < m; j++) {
        assertEquals(i == j ? 1 : 0, identity[i][j], 1e-14);
      }
    }
    double gap = DiagonalGap.of(pca.precision(m), r);
    assertEquals(expected / 2, gap, 1e-10);
    assertTrue(gap > 0.001, "turning costs something: " + gap);
  }

  /** The best diagonal posterior is that far from the exact one. */
  @Test
  void gapIsTheDivergenceOfTheBestDiagonalPosterior() {
    double[][] p = MODEL.precision();
    double determinant = p[0][0] * p[1][1] - p[0][1] * p[1][0];
    double[] projected = new double[2];
    for (int d = 0; d < 3; d++) {
      for (int k = 0; k < 2; k++) {
        projected[k] += W[d][k] * (X[d] - B[d]) / VARIANCE;
      }
    }
    double[] mean = {
      (p[1][1] * projected[0] - p[0][1] * projected[1]) / determinant,
      (p[0][0] * projected[1] - p[1][0] * projected[0]) / determinant
    };
    ExactGaussian best =
        ExactGaussian.of(mean, new double[][] {{1 / p[0][0], 0}, {0, 1 / p[1][1]}});
    double gap = (Math.log(p[0][0]) + Math.log(p[1][1]) - Math.log(determinant)) / 2;
    assertEquals(gap, MODEL.divergence(X, best), 1e-12);
  }

  @Test
  void gapIsZeroWithoutRotation() {
    double[][] identity = {{1, 0}, {0, 1}};
    assertEquals(0, DiagonalGap.of(new double[] {7.3, 2.1}, identity));
  }

  /** Numbers that an encoder could give, and the covariances that the families' pages promise. */
  @Test
  void familiesAreReadAsTheyAreTrained() {
    double a = Math.log(0.5);
    double b = Math.log(0.7);
    ExactGaussian diagonal = LinearVae.posterior(new Diagonal.Spec(), new double[] {1, 2, a, b}, 2);
    assertEquals(0.25, diagonal.covariance()[0][0], 1e-15);
    assertEquals(0, diagonal.covariance()[0][1]);
    assertEquals(2 * (a + b), diagonal.logDeterminant(), 1e-14);

    ExactGaussian full =
        LinearVae.posterior(
            new FullCovariance.Spec(FullCovariance.Positive.EXP),
            new double[] {1, 2, a, b, 0.3},
            2);
    assertEquals(0.15, full.covariance()[1][0], 1e-15);
    assertEquals(0.49 + 0.09, full.covariance()[1][1], 1e-15);
    assertEquals(2 * (a + b), full.logDeterminant(), 1e-14);

    ExactGaussian lowRank =
        LinearVae.posterior(new LowRank.Spec(1), new double[] {1, 2, a, b, 0.3, -0.4}, 2);
    assertEquals(0.25 + 0.09, lowRank.covariance()[0][0], 1e-15);
    assertEquals(-0.12, lowRank.covariance()[0][1], 1e-15);
    assertEquals(
        Math.log((0.25 + 0.09) * (0.49 + 0.16) - 0.12 * 0.12), lowRank.logDeterminant(), 1e-14);
    assertEquals(2, lowRank.mean()[1]);

    // A reflection along (1, 1) swaps the coordinates and their signs; one along 0 does nothing.
    ExactGaussian turned =
        LinearVae.posterior(new Householder.Spec(2), new double[] {1, 2, a, b, 0.6, 0.6, 0, 0}, 2);
    assertEquals(-2, turned.mean()[0], 1e-15);
    assertEquals(-1, turned.mean()[1], 1e-15);
    assertEquals(0.49, turned.covariance()[0][0], 1e-15);
    assertEquals(0.25, turned.covariance()[1][1], 1e-15);
    assertEquals(0, turned.covariance()[0][1], 1e-15);
    assertEquals(2 * (a + b), turned.logDeterminant(), 1e-13);
  }
}
