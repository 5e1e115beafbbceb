package vae.autodiff.kernel.scalar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ElementaryTest {

  private static final float INFINITY = Float.POSITIVE_INFINITY;
  private static final int NAN = 0x7FC00000;

  /** 2²² floats, an odd stride apart, of every sign and magnitude; 2²⁶ in the long form. */
  @ParameterizedTest
  @EnumSource
  void isWithinTwoUnitsInTheLastPlaceEverywhere(ElementaryFunction f) {
    ElementaryFunction.patterns(Boolean.getBoolean("vae.long") ? 61 : 1021)
        .forEach(bits -> assertAccurate(f, Float.intBitsToFloat((int) bits)));
  }

  @ParameterizedTest
  @EnumSource
  void isWithinTwoUnitsInTheLastPlaceAtEverySeam(ElementaryFunction f) {
    for (float x : ElementaryFunction.boundaries()) {
      assertAccurate(f, x);
    }
  }

  /** Rounding errors may make neighbours swap, but never by more than they amount to. */
  @ParameterizedTest
  @EnumSource
  void neverFallsBeyondItsRoundingErrors(ElementaryFunction f) {
    boolean positiveOnly = f == ElementaryFunction.LOG;
    float before = Float.NEGATIVE_INFINITY;
    for (long i = positiveOnly ? 1L << 31 : 0; i < 1L << 32; i += 20_011) {
      float x = ordered(i);
      if (Float.isNaN(x) || f == ElementaryFunction.LOG1P && x < -1) {
        continue;
      }
      float y = f.at(x);
      boolean close = y >= before || before - y <= 4 * Math.ulp(y);
      assertTrue(close, () -> f + " falls at " + x);
      before = y;
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyNanBecomesTheOneNan(ElementaryFunction f) {
    for (int bits : new int[] {0x7F800001, 0x7FC00000, 0x7FFFFFFF, 0xFF800001, 0xFFFFFFFF}) {
      assertEquals(NAN, Float.floatToRawIntBits(f.at(Float.intBitsToFloat(bits))));
    }
  }

  @Test
  void limitsAreExact() {
    assertBits(0f, Elementary.exp(-INFINITY));
    assertBits(INFINITY, Elementary.exp(INFINITY));
    assertBits(INFINITY, Elementary.exp(Float.MAX_VALUE));
    assertBits(1f, Elementary.exp(0f));
    assertBits(1f, Elementary.exp(-0f));
    assertBits(Float.MIN_VALUE, Elementary.exp(-103.5f));
    assertBits(-1f, Elementary.expm1(-INFINITY));
    assertBits(INFINITY, Elementary.expm1(INFINITY));
    assertBits(-INFINITY, Elementary.log(0f));
    assertBits(-INFINITY, Elementary.log(-0f));
    assertBits(0f, Elementary.log(1f));
    assertBits(INFINITY, Elementary.log(INFINITY));
    assertBits(-INFINITY, Elementary.log1p(-1f));
    assertBits(INFINITY, Elementary.log1p(INFINITY));
    assertBits(1f, Elementary.tanh(INFINITY));
    assertBits(-1f, Elementary.tanh(-INFINITY));
    assertBits(0.5f, Elementary.sigmoid(0f));
    assertBits(0f, Elementary.sigmoid(-INFINITY));
    assertBits(1f, Elementary.sigmoid(INFINITY));
    assertBits(0f, Elementary.softplus(-INFINITY));
    assertBits(INFINITY, Elementary.softplus(INFINITY));
    assertBits(1f, Elementary.erf(INFINITY));
    assertBits(-1f, Elementary.erf(-INFINITY));
    assertBits(0.5f, Elementary.normalCdf(-0f));
    assertBits(0f, Elementary.normalCdf(-INFINITY));
    assertBits(1f, Elementary.normalCdf(INFINITY));
  }

  @Test
  void oddFunctionsKeepTheSignOfZero() {
    for (float zero : new float[] {0f, -0f}) {
      assertBits(zero, Elementary.expm1(zero));
      assertBits(zero, Elementary.log1p(zero));
      assertBits(zero, Elementary.tanh(zero));
      assertBits(zero, Elementary.erf(zero));
    }
  }

  @Test
  void outsideTheDomainIsTheOneNan() {
    for (float x : new float[] {-Float.MIN_VALUE, -1f, -Float.MAX_VALUE, -INFINITY}) {
      assertEquals(NAN, Float.floatToRawIntBits(Elementary.log(x)));
    }
    for (float x : new float[] {Math.nextDown(-1f), -2f, -Float.MAX_VALUE, -INFINITY}) {
      assertEquals(NAN, Float.floatToRawIntBits(Elementary.log1p(x)));
    }
  }

  private static void assertBits(float expected, float actual) {
    assertEquals(Float.floatToRawIntBits(expected), Float.floatToRawIntBits(actual));
  }

  private static void assertAccurate(ElementaryFunction f, float x) {
    float actual = f.at(x);
    double exact = f.reference(x);
    float rounded = (float) exact;
    if (Float.isNaN(rounded)) {
      assertEquals(NAN, Float.floatToRawIntBits(actual), () -> f + " at " + x);
    } else if (rounded == 0 || Float.isInfinite(rounded) || Float.isInfinite(actual)) {
      float step = Math.ulp(Math.min(Math.abs(rounded), Float.MAX_VALUE));
      boolean close = Float.isFinite(rounded) && Math.abs(actual - rounded) <= step;
      boolean signed = actual != 0 || 1 / actual == 1 / rounded;
      assertTrue((actual == rounded || close) && signed, () -> f + " at " + x + ": " + actual);
    } else {
      double error = Math.abs(actual - exact) / Math.ulp(rounded);
      assertTrue(error <= 2, () -> f + " at " + x + ": " + error + " units off");
    }
  }

  /** The i-th bit pattern from −NaN over −∞, zero and ∞ to NaN. */
  private static float ordered(long i) {
    int bits = (int) i;
    return Float.intBitsToFloat(i < 1L << 31 ? ~bits : bits - 0x80000000);
  }
}
