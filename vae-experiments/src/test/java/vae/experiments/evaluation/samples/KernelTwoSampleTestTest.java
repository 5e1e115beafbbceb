package vae.experiments.evaluation.samples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import vae.autodiff.random.Key;

/** Against its definition, a closed form and the law of its p-value. */
final class KernelTwoSampleTestTest {

  private static double mean(double[][] a, double[][] b, double bandwidth, boolean same) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      for (int j = 0; j < b.length; j++) {
        double square = SquaredDistance.of(a[i], b[j]);
        sum += same && i == j ? 0 : Math.exp(-square / (2 * bandwidth * bandwidth));
      }
    }
    return sum / a.length / (same ? b.length - 1 : b.length);
  }

  @Test
  void agreesWithItsDefinition() {
    double[][] x = NeighbourBallsTest.normals(Key.of(1), 13, 5, 0);
    double[][] y = NeighbourBallsTest.normals(Key.of(2), 9, 5, 1);
    KernelTwoSampleTest test = KernelTwoSampleTest.of(x, y, 10, Key.of(3));
    double s = test.bandwidth();
    assertTrue(s > 1 && s < 10, () -> "bandwidth " + s);
    double expected = mean(x, x, s, true) + mean(y, y, s, true) - 2 * mean(x, y, s, false);
    assertEquals(expected, test.mmd2(), 1e-12);
  }

  /**
   * For N(0, I) and N(δ, I) the expected kernel is \((\sigma^2 / (\sigma^2 + 2))^{d/2} e^{-\Delta^2
   * / 2 (\sigma^2 + 2)}\), Δ = 0 within a sample.
   */
  @Test
  void isUnbiased() {
    double s = 1.5;
    int d = 2;
    double shift = 0.8;
    double same = Math.pow(s * s / (s * s + 2), d / 2.0);
    double expected = 2 * same * (1 - Math.exp(-shift * shift / (2 * (s * s + 2))));
    double[] estimates = new double[400];
    for (int r = 0; r < estimates.length; r++) {
      Key key = Key.of(7).fold(r);
      double[][] x = NeighbourBallsTest.normals(key.fold("x"), 12, d, 0);
      double[][] y = NeighbourBallsTest.normals(key.fold("y"), 15, d, shift);
      estimates[r] = KernelTwoSampleTest.of(x, y, s, 1, key).mmd2();
    }
    NeighbourBallsTest.assertMean(expected, estimates);
  }

  /** p is uniform on 1/40, …, 40/40 for one law, whatever the sizes: each share within 5 errors. */
  @Test
  void pValueIsUniformForOneLaw() {
    int repeats = 800;
    int[] below = new int[4];
    for (int r = 0; r < repeats; r++) {
      Key key = Key.of(11).fold(r);
      double[][] x = NeighbourBallsTest.normals(key.fold("x"), 14, 2, 0);
      double[][] y = NeighbourBallsTest.normals(key.fold("y"), 9, 2, 0);
      double p = KernelTwoSampleTest.of(x, y, 39, key.fold("test")).p();
      for (int quarter = 0; quarter < 4; quarter++) {
        below[quarter] += p <= new double[] {0.05, 0.25, 0.5, 0.75}[quarter] + 1e-9 ? 1 : 0;
      }
    }
    double[] shares = {0.05, 0.25, 0.5, 0.75};
    for (int i = 0; i < 4; i++) {
      double error = Math.sqrt(repeats * shares[i] * (1 - shares[i]));
      assertEquals(repeats * shares[i], below[i], 5 * error, "share of p ≤ " + shares[i]);
    }
  }

  @Test
  void pValueIsAsSmallAsItCanBeForOtherLaws() {
    double[][] x = NeighbourBallsTest.normals(Key.of(1), 60, 3, 0);
    double[][] y = NeighbourBallsTest.normals(Key.of(2), 60, 3, 2);
    KernelTwoSampleTest test = KernelTwoSampleTest.of(x, y, 99, Key.of(3));
    assertEquals(0.01, test.p(), 1e-12);
    assertTrue(test.mmd2() > 0.1);
  }

  /** Most distances are 0: the kernel tells equal points from others. */
  @Test
  void aBandwidthOfZeroComparesForEquality() {
    double[][] x = {{0}, {0}, {0}, {1}};
    double[][] y = {{0}, {0}, {0}, {2}};
    KernelTwoSampleTest test = KernelTwoSampleTest.of(x, y, 5, Key.of(1));
    assertEquals(0, test.bandwidth());
    assertEquals(6.0 / 12 + 6.0 / 12 - 2 * 9.0 / 16, test.mmd2(), 1e-12);
  }
}
