package vae.experiments.study.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

final class ProbabilisticPcaTest {

  /** Six points on the axes about (1, 2, 3): the covariance over N is diag(12, 3, 1/3). */
  private static final double[][] CROSS = {
    {7, 2, 3}, {-5, 2, 3}, {1, 5, 3}, {1, -1, 3}, {1, 2, 4}, {1, 2, 2}
  };

  static double[][] cloud(long seed, int n, int d) {
    double[][] rows = new double[n][d];
    for (int i = 0; i < n; i++) {
      Noise.normal(Key.of(seed), i, 0, rows[i], 0, d, new int[4]);
      for (int j = 0; j < d; j++) {
        rows[i][j] = (j == 0 ? 0 : 0.6 * rows[i][j - 1]) + (d - j) * rows[i][j] / d + j;
      }
    }
    return rows;
  }

  /** By hand: λ = (12, 3, 1/3); m = 1 leaves 5/3 over, m = 2 leaves 1/3. */
  @Test
  void crossIsAsByHand() {
    ProbabilisticPca pca = new ProbabilisticPca(CROSS);
    double[] eigenvalues = {12, 3, 1.0 / 3};
    for (int i = 0; i < 3; i++) {
      assertEquals(eigenvalues[i], pca.eigenvalues()[i], 1e-12);
    }
    assertEquals(5.0 / 3, pca.noiseVariance(1), 1e-12);
    assertEquals(1.0 / 3, pca.noiseVariance(2), 1e-12);
    double one = -0.5 * (3 * Math.log(2 * Math.PI) + Math.log(12) + 2 * Math.log(5.0 / 3) + 3);
    assertEquals(one, pca.maximum(1), 1e-12);
    double two = -0.5 * (3 * Math.log(2 * Math.PI) + Math.log(12) + 3);
    assertEquals(two, pca.maximum(2), 1e-12);
  }

  @Test
  void maximumIsTheMeanEvidenceOfItsModel() {
    double[][] rows = cloud(3, 200, 5);
    ProbabilisticPca pca = new ProbabilisticPca(rows);
    for (int m = 1; m < 5; m++) {
      LinearModel model = pca.model(m);
      assertEquals(pca.maximum(m), model.meanEvidence(rows), 1e-10);
      for (int j = 0; j < m; j++) {
        assertEquals(pca.precision(m)[j], model.precision()[j][j], 1e-9);
      }
    }
  }

  /** Two hundred models nearby and far: none is likelier. */
  @Test
  void noOtherModelIsLikelier() {
    double[][] rows = cloud(3, 200, 5);
    ProbabilisticPca pca = new ProbabilisticPca(rows);
    int m = 2;
    double[] noise = new double[5 * m + 5 + 1];
    double nearest = Double.POSITIVE_INFINITY;
    for (int trial = 0; trial < 200; trial++) {
      double size = Math.pow(10, -(trial % 4));
      Noise.normal(Key.of(8), trial, 0, noise, 0, noise.length, new int[4]);
      double[][] weight = pca.weight(m);
      double[] bias = mean(rows);
      for (int i = 0; i < 5; i++) {
        for (int k = 0; k < m; k++) {
          weight[i][k] += size * noise[i * m + k];
        }
        bias[i] += size * noise[5 * m + i];
      }
      double variance = pca.noiseVariance(m) * Math.exp(size * noise[noise.length - 1]);
      double below = pca.maximum(m) - new LinearModel(weight, bias, variance).meanEvidence(rows);
      assertTrue(below >= 0, "trial " + trial + ": " + below);
      nearest = Math.min(nearest, below);
    }
    assertTrue(nearest < 1e-4, "perturbations are small enough to notice: " + nearest);
  }

  private static double[] mean(double[][] rows) {
    double[] mean = new double[rows[0].length];
    for (double[] row : rows) {
      for (int j = 0; j < mean.length; j++) {
        mean[j] += row[j] / rows.length;
      }
    }
    return mean;
  }

  @Test
  void asManyComponentsAsValuesAreRefused() {
    ProbabilisticPca pca = new ProbabilisticPca(CROSS);
    assertThrows(IllegalArgumentException.class, () -> pca.maximum(3));
    assertThrows(IllegalArgumentException.class, () -> pca.maximum(0));
    ProbabilisticPca flat = new ProbabilisticPca(new double[][] {{1, 2, 0}, {3, 1, 0}, {0, 0, 0}});
    assertThrows(IllegalArgumentException.class, () -> flat.maximum(2));
  }
}
