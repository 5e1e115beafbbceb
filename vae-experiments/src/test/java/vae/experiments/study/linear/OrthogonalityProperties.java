package vae.experiments.study.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import vae.autodiff.random.Key;
import vae.autodiff.random.Noise;

final class OrthogonalityProperties {

  /** A Jacobian of d = 7 outputs with columns of different lengths. */
  private static double[][] jacobian(long seed, int m) {
    double[][] jacobian = new double[7][m];
    for (int i = 0; i < 7; i++) {
      Noise.normal(Key.of(seed), i, 0, jacobian[i], 0, m, new int[4]);
      for (int k = 0; k < m; k++) {
        jacobian[i][k] *= 1 + k;
      }
    }
    return jacobian;
  }

  private static double[][] product(double[][] a, double[][] b) {
    return new Array2DRowRealMatrix(a).multiply(new Array2DRowRealMatrix(b)).getData();
  }

  private static double[][] transposed(double[][] a) {
    return new Array2DRowRealMatrix(a).transpose().getData();
  }

  private static void assertSame(double[][] expected, double[][] actual) {
    double[][] a = Orthogonality.gram(expected);
    double[][] b = Orthogonality.gram(actual);
    assertEquals(Orthogonality.offDiagonalEnergy(a), Orthogonality.offDiagonalEnergy(b), 1e-12);
    assertEquals(Orthogonality.chance(a), Orthogonality.chance(b), 1e-12);
    assertEquals(Orthogonality.distance(a), Orthogonality.distance(b), 1e-7);
  }

  @Property(tries = 50, seed = "11")
  void aFactorChangesNothing(
      @ForAll @LongRange(min = 0, max = 999) long seed,
      @ForAll @IntRange(min = 1, max = 5) int m,
      @ForAll @DoubleRange(min = 0.01, max = 100) double factor) {
    double[][] scaled = jacobian(seed, m);
    for (double[] row : scaled) {
      for (int k = 0; k < m; k++) {
        row[k] *= factor;
      }
    }
    assertSame(jacobian(seed, m), scaled);
  }

  @Property(tries = 50, seed = "12")
  void orderAndSignsOfColumnsChangeNothing(
      @ForAll @LongRange(min = 0, max = 999) long seed, @ForAll @IntRange(min = 2, max = 5) int m) {
    double[][] original = jacobian(seed, m);
    double[][] moved = new double[7][m];
    for (int i = 0; i < 7; i++) {
      for (int k = 0; k < m; k++) {
        moved[i][(k + 1) % m] = k % 2 == 0 ? -original[i][k] : original[i][k];
      }
    }
    assertSame(original, moved);
  }

  @Property(tries = 50, seed = "13")
  void turningDataSpaceChangesNothing(
      @ForAll @LongRange(min = 0, max = 999) long seed, @ForAll @IntRange(min = 1, max = 5) int m) {
    double[][] original = jacobian(seed, m);
    assertSame(original, product(DiagonalGap.rotation(Key.of(seed).fold(1), 7), original));
  }

  /** Turning latent space changes the energy and the distance, and not what is expected of it. */
  @Property(tries = 50, seed = "14")
  void turningLatentSpaceLeavesChanceAsItIs(
      @ForAll @LongRange(min = 0, max = 999) long seed, @ForAll @IntRange(min = 2, max = 5) int m) {
    double[][] original = jacobian(seed, m);
    double[][] turned = product(original, DiagonalGap.rotation(Key.of(seed).fold(2), m));
    double[][] before = Orthogonality.gram(original);
    double[][] after = Orthogonality.gram(turned);
    assertEquals(Orthogonality.chance(before), Orthogonality.chance(after), 1e-12);
    assertTrue(
        Math.abs(Orthogonality.offDiagonalEnergy(before) - Orthogonality.offDiagonalEnergy(after))
            > 1e-9);
  }

  /** 4,000 rotations: within five standard errors of the closed form. */
  @Property(tries = 6, seed = "15")
  void chanceIsTheMeanOverRotations(@ForAll @IntRange(min = 2, max = 7) int m) {
    double[][] gram = Orthogonality.gram(jacobian(3, m));
    int draws = 4000;
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < draws; i++) {
      double[][] rotation = DiagonalGap.rotation(Key.of(8).fold(i), m);
      double energy =
          Orthogonality.offDiagonalEnergy(product(product(transposed(rotation), gram), rotation));
      sum += energy;
      squares += energy * energy;
    }
    double mean = sum / draws;
    double error = Math.sqrt((squares / draws - mean * mean) / draws);
    assertEquals(mean, Orthogonality.chance(gram), 5 * error);
    assertTrue(error < 0.01, "the draws tell something: " + error);
  }

  /** Columns of lengths a and b turned by t: the formulas of two dimensions. */
  @Property(tries = 100, seed = "16")
  void twoDimensionsAreInClosedForm(
      @ForAll @DoubleRange(min = 0.2, max = 3) double a,
      @ForAll @DoubleRange(min = 4, max = 9) double b,
      @ForAll @DoubleRange(min = 0.01, max = 0.78) double t) {
    double[][] turn = {{Math.cos(t), -Math.sin(t)}, {Math.sin(t), Math.cos(t)}};
    double[][] gram = {{a, 0}, {0, b}};
    double[][] turned = product(product(transposed(turn), gram), turn);
    double entry = (a - b) * Math.sin(t) * Math.cos(t);
    assertEquals(
        2 * entry * entry / (a * a + b * b), Orthogonality.offDiagonalEnergy(turned), 1e-12);
    assertEquals(Math.sqrt(4 * (1 - Math.cos(t))), Orthogonality.distance(turned), 1e-7);
  }

  @Example
  void orthogonalColumnsAreAtZero() {
    double[][] gram = {{4, 0, 0}, {0, 0.1, 0}, {0, 0, 9}};
    assertEquals(0, Orthogonality.offDiagonalEnergy(gram));
    assertEquals(0, Orthogonality.distance(gram), 1e-12);
    assertTrue(Orthogonality.chance(gram) > 0.1);
  }

  /** Any rotation leaves equal and orthogonal columns orthogonal: there is nothing to choose. */
  @Example
  void equalColumnsHaveNoChanceOfBeingOblique() {
    assertEquals(0, Orthogonality.chance(new double[][] {{3, 0}, {0, 3}}), 1e-15);
    assertEquals(0, Orthogonality.chance(new double[][] {{0, 0}, {0, 0}}));
    assertEquals(0, Orthogonality.offDiagonalEnergy(new double[][] {{0, 0}, {0, 0}}));
  }

  /** A long column counts for more: rescaling single columns is no invariance. */
  @Example
  void rescalingOneColumnChangesTheEnergy() {
    double[][] equal = {{1, 0.5}, {0.5, 1}};
    double[][] longer = {{100, 5}, {5, 1}};
    assertEquals(0.2, Orthogonality.offDiagonalEnergy(equal), 1e-15);
    assertEquals(50.0 / 10051, Orthogonality.offDiagonalEnergy(longer), 1e-15);
  }
}
