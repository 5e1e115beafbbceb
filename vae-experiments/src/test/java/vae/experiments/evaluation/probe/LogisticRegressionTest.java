package vae.experiments.evaluation.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

/** The fit is where the gradient of its objective is 0, which is in one place. */
final class LogisticRegressionTest {

  private static double[][] normals(long seed, int n, int m) {
    double[][] x = new double[n][m];
    for (int i = 0; i < n; i++) {
      Noise.normal(Key.of(seed), i, 0, x[i], 0, m, new int[4]);
    }
    return x;
  }

  /** ∂/∂b: residuals of a class sum to 0; ∂/∂w: their products with x̃ sum to −λ w. */
  @Test
  void theGradientIsZeroAtTheFit() {
    int n = 300;
    double penalty = 3;
    double[][] x = normals(1, n, 4);
    int[] y = new int[n];
    double[] mean = new double[4];
    for (int i = 0; i < n; i++) {
      x[i][2] = 5 * x[i][2] + 100;
      x[i][3] = 7; // never varies
      y[i] = (x[i][0] > 0.3 ? 1 : 0) + (x[i][1] + 0.02 * (x[i][2] - 100) > 0 ? 1 : 0);
      for (int j = 0; j < 4; j++) {
        mean[j] += x[i][j] / n;
      }
    }
    LogisticRegression fit = LogisticRegression.fit(x, y, 3, penalty);
    double[] deviation = new double[4];
    for (int j = 0; j < 4; j++) {
      for (int i = 0; i < n; i++) {
        deviation[j] += (x[i][j] - mean[j]) * (x[i][j] - mean[j]) / n;
      }
      deviation[j] = Math.sqrt(deviation[j]);
    }
    double[] origin = fit.logProbabilities(mean);
    for (int c = 0; c < 3; c++) {
      double offset = 0;
      double[] products = new double[3];
      for (int i = 0; i < n; i++) {
        double residual = Math.exp(fit.logProbabilities(x[i])[c]) - (y[i] == c ? 1 : 0);
        offset += residual;
        for (int j = 0; j < 3; j++) {
          products[j] += residual * (x[i][j] - mean[j]) / deviation[j];
        }
      }
      assertEquals(0, offset, 2e-6 * n);
      for (int j = 0; j < 3; j++) {
        double[] stepped = mean.clone();
        stepped[j] += deviation[j];
        double[] there = fit.logProbabilities(stepped);
        double weight = 0; // of class c, where weights of all classes sum to 0
        for (int other = 0; other < 3; other++) {
          weight += (there[c] - origin[c] - there[other] + origin[other]) / 3;
        }
        assertEquals(-penalty * weight, products[j], 4e-6 * n);
      }
    }
  }

  @Test
  void separableClassesAreToldApartAndNoiseIsNot() {
    int n = 600;
    double[][] x = normals(2, 2 * n, 2);
    int[] y = new int[2 * n];
    int[] noise = new int[2 * n];
    for (int i = 0; i < 2 * n; i++) {
      y[i] = i % 3;
      x[i][0] += 20 * Math.cos(2 * Math.PI * y[i] / 3);
      x[i][1] += 20 * Math.sin(2 * Math.PI * y[i] / 3);
      noise[i] = i / 3 % 4;
    }
    double[][] train = Arrays.copyOfRange(x, 0, n);
    double[][] test = Arrays.copyOfRange(x, n, 2 * n);
    int[] truth = Arrays.copyOfRange(y, n, 2 * n);
    assertEquals(1, LogisticRegression.fit(train, y, 3, 1).accuracy(test, truth));
    int[] guess = Arrays.copyOfRange(noise, n, 2 * n);
    double accuracy = LogisticRegression.fit(train, noise, 4, 1).accuracy(test, guess);
    assertEquals(0.25, accuracy, 5 * Math.sqrt(0.25 * 0.75 / n));
  }

  @Test
  void unitsDoNotMatter() {
    double[][] x = normals(3, 90, 2);
    double[][] scaled = new double[90][];
    int[] y = new int[90];
    for (int i = 0; i < 90; i++) {
      y[i] = x[i][0] + 0.5 * x[i][1] > 0.1 ? 1 : 0;
      scaled[i] = new double[] {1000 * x[i][0] - 7, x[i][1] / 1000};
    }
    LogisticRegression a = LogisticRegression.fit(x, y, 2, 1);
    LogisticRegression b = LogisticRegression.fit(scaled, y, 2, 1);
    for (int i = 0; i < 90; i++) {
      assertEquals(a.logProbabilities(x[i])[0], b.logProbabilities(scaled[i])[0], 1e-4);
    }
    assertTrue(a.accuracy(x, y) > 0.9);
  }

  @Test
  void theNearestOfEqualsIsTheFirst() {
    double[][] known = {{0, 0}, {2, 0}, {2, 0}, {9, 9}};
    assertEquals(1, Probe.nearest(known, new double[] {2.1, 0}));
    assertEquals(0, Probe.nearest(known, new double[] {1, 0}));
    assertEquals(3, Probe.nearest(known, new double[] {8, 7}));
  }
}
