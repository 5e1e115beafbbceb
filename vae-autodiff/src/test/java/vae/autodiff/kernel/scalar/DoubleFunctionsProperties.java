package vae.autodiff.kernel.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;

/** The double functions against their series in decimal arithmetic. */
class DoubleFunctionsProperties {

  private static final ExactFunctions EXACT = ExactFunctions.ORDINARY;
  private static final ExactFunctions WIDE = new ExactFunctions(new MathContext(700));
  private static final double ULPS = 2;
  private static final double GAMMA_ULPS = 4;

  @Property(tries = 150, seed = "1")
  void ordinaryArguments(@ForAll @Scale(15) @DoubleRange(min = -30, max = 30) double x) {
    assertAllWithinTwoUnits(x);
  }

  @Property(tries = 150, seed = "2")
  void smallArguments(@ForAll @Scale(15) @DoubleRange(min = -1.5, max = 1.5) double x) {
    assertAllWithinTwoUnits(x);
  }

  @Property(tries = 100, seed = "3")
  void tinyArguments(
      @ForAll @Scale(15) @DoubleRange(min = -1, max = 1) double m,
      @ForAll @Scale(15) @DoubleRange(min = -40, max = 0) double exponent) {
    assertAllWithinTwoUnits(m * StrictMath.pow(10, exponent));
  }

  @Property(tries = 40, seed = "4")
  void largeArguments(@ForAll @Scale(15) @DoubleRange(min = -700, max = 700) double x) {
    assertUnits("exp", StrictMath::exp, EXACT::exp, x, ULPS);
    assertUnits("sigmoid", Elementary::sigmoid, EXACT::sigmoid, x, ULPS);
    assertUnits("tanh", Elementary::tanh, WIDE::tanh, x, ULPS);
  }

  @Property(tries = 60, seed = "5")
  void theTailsOfTheNormalDistribution(
      @ForAll @Scale(15) @DoubleRange(min = -38, max = 9) double x) {
    assertUnits("normalCdf", Elementary::normalCdf, ExactFunctions::normalCdf, x, ULPS);
  }

  @Property(tries = 150, seed = "6")
  void gammaFunctionsOfOrdinaryArguments(
      @ForAll @Scale(15) @DoubleRange(min = 1e-9, max = 12) double x) {
    assertGamma(x);
  }

  @Property(tries = 60, seed = "7")
  void gammaFunctionsOfAnyMagnitude(
      @ForAll @Scale(15) @DoubleRange(min = -30, max = 30) double exponent) {
    assertGamma(StrictMath.exp(exponent));
  }

  @Property(tries = 60, seed = "8")
  void gammaFunctionsNearTheirZeros(
      @ForAll @Scale(15) @DoubleRange(min = -1, max = 1) double m,
      @ForAll @Scale(15) @DoubleRange(min = -12, max = -1) double exponent) {
    double d = m * StrictMath.pow(10, exponent);
    assertGamma(1 + d);
    assertGamma(2 + d);
    assertGamma(1.4616321449683622 + d);
  }

  @Example
  void valuesKnownInClosedForm() {
    assertEquals(0, GammaFunctions.lgamma(1.0));
    assertEquals(0, GammaFunctions.lgamma(2.0));
    assertEquals(StrictMath.log(StrictMath.PI) / 2, GammaFunctions.lgamma(0.5), 1e-15);
    assertEquals(StrictMath.log(3_628_800), GammaFunctions.lgamma(11.0), 1e-14);
    assertEquals(-0.5772156649015329, GammaFunctions.digamma(1.0), 1e-15);
  }

  @Example
  void limits() {
    double infinity = Double.POSITIVE_INFINITY;
    assertEquals(infinity, GammaFunctions.lgamma(0.0));
    assertEquals(infinity, GammaFunctions.lgamma(infinity));
    assertEquals(-infinity, GammaFunctions.digamma(0.0));
    assertEquals(infinity, GammaFunctions.digamma(infinity));
    assertTrue(Double.isNaN(GammaFunctions.lgamma(-1.5)));
    assertTrue(Double.isNaN(GammaFunctions.digamma(Double.NaN)));
    assertEquals(1, Elementary.erf(infinity));
    assertEquals(-1, Elementary.erf(-infinity));
    assertEquals(-0.0, Elementary.erf(-0.0));
    assertEquals(-0.0, Elementary.tanh(-0.0));
    assertEquals(-1, Elementary.tanh(-infinity));
    assertEquals(0, Elementary.sigmoid(-infinity));
    assertEquals(1, Elementary.sigmoid(infinity));
    assertEquals(0, Elementary.softplus(-infinity));
    assertEquals(infinity, Elementary.softplus(infinity));
    assertEquals(0, Elementary.normalCdf(-infinity));
    assertEquals(1, Elementary.normalCdf(infinity));
    assertTrue(Double.isNaN(Elementary.erf(Double.NaN)));
    assertTrue(Double.isNaN(Elementary.normalCdf(Double.NaN)));
  }

  private static void assertAllWithinTwoUnits(double x) {
    assertUnits("exp", Elementary::exp, EXACT::exp, x, ULPS);
    assertUnits("expm1", Elementary::expm1, EXACT::expm1, x, ULPS);
    assertUnits("tanh", Elementary::tanh, EXACT::tanh, x, ULPS);
    assertUnits("sigmoid", Elementary::sigmoid, EXACT::sigmoid, x, ULPS);
    assertUnits("softplus", Elementary::softplus, EXACT::softplus, x, ULPS);
    assertUnits("normalCdf", Elementary::normalCdf, ExactFunctions::normalCdf, x, ULPS);
    if (Math.abs(x) < 6) {
      assertUnits("erf", Elementary::erf, EXACT::erf, x, ULPS);
    }
    if (x != 0) {
      assertUnits("log", Elementary::log, EXACT::log, Math.abs(x), ULPS);
    }
    if (x > -1) {
      assertUnits("log1p", Elementary::log1p, EXACT::log1p, x, ULPS);
    }
  }

  /** A few units in the last place, or 10⁻¹⁵ where a zero is near. */
  private static void assertGamma(double x) {
    assertUnits("lgamma", GammaFunctions::lgamma, EXACT::lgamma, x, GAMMA_ULPS);
    assertUnits("digamma", GammaFunctions::digamma, EXACT::digamma, x, GAMMA_ULPS);
  }

  private static void assertUnits(
      String name,
      DoubleUnaryOperator function,
      UnaryOperator<BigDecimal> exact,
      double x,
      double units) {
    BigDecimal expected = exact.apply(new BigDecimal(x));
    double actual = function.applyAsDouble(x);
    double error = new BigDecimal(actual).subtract(expected).abs().doubleValue();
    double bound = units * Math.ulp(expected.doubleValue());
    if (units == GAMMA_ULPS) {
      bound = Math.max(bound, 1e-15);
    }
    double limit = bound;
    assertTrue(error <= limit, () -> name + " at " + x + ": " + error + " off, bound " + limit);
  }
}
