package vae.experiments.evaluation.factors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

/** What predicts factors is the optimum of its objective. */
final class FittedPredictorsTest {

  private static double[] uniform(Key key, int n) {
    float[] out = new float[n];
    Noise.uniform(key, 0, 0, out, 0, n, new int[4]);
    double[] values = new double[n];
    for (int i = 0; i < n; i++) {
      values[i] = out[i];
    }
    return values;
  }

  /** Three classes: every pair of thresholds and every order that the fit may choose. */
  @Test
  void thresholdsMaximiseTheBalancedAccuracy() {
    for (int repeat = 0; repeat < 50; repeat++) {
      int n = 12;
      double[] x = uniform(Key.of(1).fold(repeat), n);
      double[] classes = uniform(Key.of(2).fold(repeat), n);
      int[] y = new int[n];
      double[] means = new double[3];
      int[] sizes = new int[3];
      for (int i = 0; i < n; i++) {
        x[i] = Math.rint(x[i] * 20); // some are equal
        y[i] = i < 3 ? i : (int) (3 * classes[i]);
        means[y[i]] += x[i];
        sizes[y[i]]++;
      }
      Integer[] order = {0, 1, 2};
      Arrays.sort(order, Comparator.comparingDouble(c -> means[c] / sizes[c]));
      double best = 0;
      for (double low = -0.5; low <= 20.5; low++) {
        for (double high = low; high <= 20.5; high++) {
          double right = 0;
          for (int i = 0; i < n; i++) {
            int c = order[x[i] < low ? 0 : x[i] < high ? 1 : 2];
            right += c == y[i] ? 1.0 / sizes[c] / 3 : 0;
          }
          best = Math.max(best, right);
        }
      }
      assertEquals(
          best, IntervalClassifier.fit(x, y, 3).balancedAccuracy(x, y, 3), 1e-12, "" + repeat);
    }
  }

  @Test
  void thresholdsAreMidwayAndClassesThatDoNotOccurGetNone() {
    IntervalClassifier fit =
        IntervalClassifier.fit(new double[] {5, 1, 2, 6}, new int[] {0, 3, 3, 0}, 5);
    assertArrayEquals(new double[] {3.5}, fit.thresholds());
    assertArrayEquals(new int[] {3, 0}, fit.classes());
    assertEquals(3, fit.predict(3.4));
    assertEquals(0, fit.predict(3.5));
    assertEquals(0.5, fit.balancedAccuracy(new double[] {9, 9}, new int[] {0, 1}, 5));
  }

  /** Of orthogonal features each weight is the covariance, shrunk by α; exactly 0 below it. */
  @Test
  void lassoShrinksTheCovariancesOfOrthogonalFeatures() {
    double[][] x = {{1, 1, 4}, {1, -1, 4}, {-1, 1, 4}, {-1, -1, 4}};
    double[] y = {3.1, 2.9, -2.9, -3.1}; // 3 x₁ + 0.1 x₂
    Lasso.Fit fit = Lasso.fit(x, y, 0.1);
    double deviation = Math.sqrt(9 + 0.01);
    assertEquals(3 / deviation - 0.1, fit.weights()[0], 1e-12);
    assertEquals(0, fit.weights()[1]);
    assertEquals(0, fit.weights()[2]);
    assertEquals(3 - 0.1 * deviation, fit.predict(x[0]), 1e-12);
  }

  /** |Σ x̃ r| / N ≤ α, with equality and the weight's sign where it is not 0. */
  @Test
  void lassoMeetsItsConditionsOfOptimality() {
    int n = 80;
    int m = 5;
    double alpha = 0.07;
    double[][] x = new double[n][m];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      Noise.normal(Key.of(4), i, 0, x[i], 0, m, new int[4]);
      x[i][1] += 0.8 * x[i][0];
      y[i] = x[i][0] - 0.3 * x[i][1] + 0.05 * x[i][2] + x[i][3] * x[i][4];
    }
    Lasso.Fit fit = Lasso.fit(x, y, alpha);
    int zero = 0;
    for (int j = 0; j < m; j++) {
      double slope = 0;
      for (int i = 0; i < n; i++) {
        double residual = (y[i] - fit.predict(x[i])) / fit.targetDeviation();
        slope += residual * (x[i][j] - fit.mean()[j]) / fit.deviation()[j] / n;
      }
      if (fit.weights()[j] == 0) {
        assertTrue(Math.abs(slope) <= alpha + 1e-9);
        zero++;
      } else {
        assertEquals(alpha * Math.signum(fit.weights()[j]), slope, 1e-8);
      }
    }
    assertTrue(zero > 0 && zero < m);
  }

  /** What splits take away is the variance of the target, less what is left in the leaves. */
  @Test
  void forestImportancesAddUpToTheVarianceThatIsExplained() {
    int n = 400;
    double[][] x = new double[n][3];
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      Noise.normal(Key.of(5), i, 0, x[i], 0, 3, new int[4]);
      x[i][2] = 1; // never varies
      y[i] = x[i][0] > 0 ? 3 : x[i][1] > 1 ? 1 : 0; // a tree of two splits
    }
    RegressionForest forest = RegressionForest.fit(x, y, Key.of(6));
    double mean = Arrays.stream(y).average().orElseThrow();
    double variance = Arrays.stream(y).map(it -> (it - mean) * (it - mean)).sum() / n;
    double[] importance = forest.importance();
    assertEquals(variance, importance[0] + importance[1], 0.1 * variance); // of ten bootstraps
    assertTrue(importance[0] > 10 * importance[1] && importance[1] > 0);
    assertEquals(0, importance[2]);
    int missed = 0;
    for (int i = 0; i < n; i++) {
      missed += Math.abs(forest.predict(x[i]) - y[i]) > 1e-12 ? 1 : 0;
    }
    assertTrue(missed < 0.05 * n, missed + " are not in pure leaves of their own");
    assertArrayEquals(importance, RegressionForest.fit(x, y, Key.of(6)).importance());
  }
}
