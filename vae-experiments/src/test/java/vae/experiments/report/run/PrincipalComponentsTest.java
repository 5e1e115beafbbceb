package vae.experiments.report.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;
import vae.experiments.report.plot.Matrix;

final class PrincipalComponentsTest {

  /** Points at multiples of (3, −4, 0)/5: all variance lies along it, and −4 turns the sign. */
  @Test
  void pointsOnALineHaveOneComponent() {
    double[] along = {-2, -1, 0, 1, 2};
    double[] values = new double[15];
    for (int i = 0; i < 5; i++) {
      values[3 * i] = 1 + 0.6 * along[i];
      values[3 * i + 1] = 2 - 0.8 * along[i];
      values[3 * i + 2] = 3;
    }
    PrincipalComponents found = PrincipalComponents.of(new Matrix(5, 3, values));
    assertArrayEquals(new double[] {1, 0}, found.explained(), 1e-12);
    assertArrayEquals(new double[] {2, 1, 0, -1, -2}, found.scores().column(0), 1e-12);
    assertArrayEquals(new double[5], found.scores().column(1), 1e-12);
  }

  /** Scores are centred, uncorrelated, and their variances are the explained shares. */
  @Test
  void scoresCarryTheExplainedVariance() {
    int rows = 400;
    int width = 5;
    float[] noise = new float[rows * width];
    Noise.normal(Key.of(3), 0, 0, noise, 0, noise.length, new int[4]);
    double[] values = new double[noise.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = noise[i] * (1 + i % width) + 0.5 * noise[i - i % width];
    }
    Matrix points = new Matrix(rows, width, values);
    PrincipalComponents found = PrincipalComponents.of(points);
    double total = 0;
    for (int j = 0; j < width; j++) {
      total += covariance(points.column(j), points.column(j));
    }
    double[] first = found.scores().column(0);
    double[] second = found.scores().column(1);
    assertEquals(found.explained()[0], covariance(first, first) / total, 1e-12);
    assertEquals(found.explained()[1], covariance(second, second) / total, 1e-12);
    assertEquals(0, covariance(first, second) / total, 1e-12);
  }

  @Test
  void aCloudWithoutSpreadExplainsNothing() {
    PrincipalComponents found = PrincipalComponents.of(new Matrix(4, 3, new double[12]));
    assertArrayEquals(new double[2], found.explained());
    assertArrayEquals(new double[8], found.scores().values());
  }

  private static double covariance(double[] x, double[] y) {
    double meanX = Arrays.stream(x).average().orElseThrow();
    double meanY = Arrays.stream(y).average().orElseThrow();
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (x[i] - meanX) * (y[i] - meanY);
    }
    return sum / x.length;
  }
}
