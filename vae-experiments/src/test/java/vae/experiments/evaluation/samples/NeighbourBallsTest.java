package vae.experiments.evaluation.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

/** Against counts by hand, and expectations that hold for every law. */
final class NeighbourBallsTest {

  static double[][] normals(Key key, int n, int d, double shift) {
    double[][] points = new double[n][d];
    for (int i = 0; i < n; i++) {
      Noise.normal(key, i, 0, points[i], 0, d, new int[4]);
      points[i][0] += shift;
    }
    return points;
  }

  private static double[][] line(double... values) {
    double[][] points = new double[values.length][];
    for (int i = 0; i < values.length; i++) {
      points[i] = new double[] {values[i]};
    }
    return points;
  }

  /** Balls of data: [−1, 1], [0, 2], [1, 5]; of samples: [−2, 0], [−1, 1], [0, 10]. */
  @Test
  void agreesWithCountsByHand() {
    NeighbourBalls balls = NeighbourBalls.of(line(0, 1, 3), line(-1, 0, 5), 1);
    assertEquals(3.0 / 3, balls.precision()); // −1 in the first, 0 in two, 5 in the last
    assertEquals(4.0 / 3, balls.density());
    assertEquals(3.0 / 3, balls.coverage());
    assertEquals(3.0 / 3, balls.recall()); // 0 in all, 1 in two, 3 in the last
    NeighbourBalls apart = NeighbourBalls.of(line(0, 1, 3), line(100, 101, 3.5), 1);
    assertEquals(1.0 / 3, apart.precision());
    assertEquals(1.0 / 3, apart.density());
    assertEquals(1.0 / 3, apart.coverage());
    assertEquals(1.0, apart.recall()); // 3.5 reaches to 100
  }

  @Test
  void ballsAreClosedAndEqualPointsAreNeighbours() {
    NeighbourBalls balls = NeighbourBalls.of(line(0, 0, 0), line(0, 0, 7), 1);
    assertEquals(2.0 / 3, balls.precision());
    assertEquals(2.0, balls.density());
    assertEquals(1.0, balls.coverage());
  }

  @Test
  void precisionOfOneIsRecallOfTheOther() {
    double[][] a = normals(Key.of(1), 50, 3, 0);
    double[][] b = normals(Key.of(2), 40, 3, 0.7);
    NeighbourBalls there = NeighbourBalls.of(a, b, 3);
    NeighbourBalls back = NeighbourBalls.of(b, a, 3);
    assertEquals(there.precision(), back.recall());
    assertEquals(there.recall(), back.precision());
  }

  /** Means over repeats within five of their standard errors, for samples fewer than the data. */
  @Test
  void densityAndCoverageHaveTheirExpectedValuesForOneLaw() {
    int repeats = 400;
    int n = 40;
    int m = 25;
    int k = 4;
    double[] density = new double[repeats];
    double[] coverage = new double[repeats];
    for (int r = 0; r < repeats; r++) {
      Key key = Key.of(5).fold(r);
      NeighbourBalls balls =
          NeighbourBalls.of(normals(key.fold("x"), n, 3, 0), normals(key.fold("y"), m, 3, 0), k);
      density[r] = balls.density();
      coverage[r] = balls.coverage();
    }
    assertMean(1, density);
    assertMean(NeighbourBalls.expectedCoverage(n, m, k), coverage);
    assertEquals(1 - Math.pow(2, -5), NeighbourBalls.expectedCoverage(4000, 4000, 5), 1e-4);
    assertEquals(
        1 - 39.0 * 38 * 37 * 36 / (64.0 * 63 * 62 * 61), NeighbourBalls.expectedCoverage(n, m, k));
  }

  static void assertMean(double expected, double[] values) {
    double mean = 0;
    double squares = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double error = Math.sqrt(squares / (values.length - 1) / values.length);
    assertEquals(expected, mean, 5 * error);
  }

  @Test
  void distanceDoesNotDependOnTheOrderOfTheTwo() {
    double[][] points = normals(Key.of(3), 2, 11, 0);
    double expected = 0;
    for (int j = 0; j < 11; j++) {
      expected += (points[0][j] - points[1][j]) * (points[0][j] - points[1][j]);
    }
    assertEquals(expected, SquaredDistance.of(points[0], points[1]), 1e-12);
    assertEquals(
        SquaredDistance.of(points[1], points[0]), SquaredDistance.of(points[0], points[1]));
    assertEquals(0, SquaredDistance.of(points[0], points[0].clone()));
  }
}
