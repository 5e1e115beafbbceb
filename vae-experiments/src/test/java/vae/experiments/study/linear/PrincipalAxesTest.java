package vae.experiments.study.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.junit.jupiter.api.Test;
import vae.autodiff.random.Key;

final class PrincipalAxesTest {

  private static final double[][] AXES = {{1, 0}, {0, 1}, {0, 0}};
  private static final double THIRTY = Math.toRadians(30);

  @Test
  void lengthsSignsAndOrderOfColumnsDoNotCount() {
    double[][] weight = {{0, -3}, {0.1, 0}, {0, 0}};
    assertEquals(0, PrincipalAxes.meanAngle(weight, AXES), 1e-5);
    assertEquals(0, PrincipalAxes.subspaceAngle(weight, AXES), 1e-5);
  }

  @Test
  void turnedWithinThePlaneOnlyTheColumnsMove() {
    double c = Math.cos(THIRTY);
    double s = Math.sin(THIRTY);
    double[][] weight = {{5 * c, -s}, {5 * s, c}, {0, 0}};
    assertEquals(30, PrincipalAxes.meanAngle(weight, AXES), 1e-9);
    assertEquals(0, PrincipalAxes.subspaceAngle(weight, AXES), 1e-5);
  }

  @Test
  void tiltedOutOfThePlaneTheSubspaceMovesToo() {
    double[][] weight = {{1, 0}, {0, Math.cos(THIRTY)}, {0, Math.sin(THIRTY)}};
    assertEquals(15, PrincipalAxes.meanAngle(weight, AXES), 1e-9);
    assertEquals(30, PrincipalAxes.subspaceAngle(weight, AXES), 1e-9);
  }

  @Test
  void aColumnOfZerosHasNoDirection() {
    assertEquals(45, PrincipalAxes.meanAngle(new double[][] {{2, 0}, {0, 0}, {0, 0}}, AXES));
  }

  /** At W = U(Λ − σ²)^½ everything is aligned; turned by R, the loss is that of the formula. */
  @Test
  void theLikeliestModelLosesNothingAndTheTurnedOneTheGap() {
    ProbabilisticPca pca = new ProbabilisticPca(ProbabilisticPcaTest.cloud(4, 300, 6));
    int m = 3;
    double variance = pca.noiseVariance(m);
    double[][] weight = pca.weight(m);
    assertEquals(0, PrincipalAxes.meanAngle(weight, pca.axes(m)), 1e-5);
    assertEquals(0, Orthogonality.offDiagonalEnergy(Orthogonality.gram(weight)), 1e-20);
    assertEquals(0, DiagonalGap.of(precision(weight, variance)), 1e-12);

    double[][] rotation = DiagonalGap.rotation(Key.of(9), m);
    double[][] turned =
        new Array2DRowRealMatrix(weight).multiply(new Array2DRowRealMatrix(rotation)).getData();
    double gap = DiagonalGap.of(pca.precision(m), rotation);
    assertEquals(gap, DiagonalGap.of(precision(turned, variance)), 1e-10);
    assertTrue(gap > 0.001 && PrincipalAxes.meanAngle(turned, pca.axes(m)) > 5);
    assertEquals(0, PrincipalAxes.subspaceAngle(turned, pca.axes(m)), 1e-5);
    assertEquals(
        DiagonalGap.atChance(precision(weight, variance), Key.of(1), 400),
        DiagonalGap.atChance(precision(turned, variance), Key.of(2), 400),
        0.1 * DiagonalGap.atChance(precision(weight, variance), Key.of(1), 400));
  }

  private static double[][] precision(double[][] weight, double variance) {
    return new LinearModel(weight, new double[weight.length], variance).precision();
  }
}
