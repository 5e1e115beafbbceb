package vae.autodiff.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.kernel.scalar.ScalarFloatOptimizers;
import vae.autodiff.tape.Tensor;

class GradientClippingTest {

  private static final OptionalDouble NONE = OptionalDouble.empty();

  /** 3 w₀ − 4 w₁: a gradient of norm 5. */
  private static Tensor slope(Tensor w) {
    return w.multiply(w.tape().constant(Shape.of(2), 3, -4)).sum();
  }

  private static double[] stepped(OptionalDouble norm, OptionalDouble value) {
    try (Descent descent =
        new Descent(new GradientClipping(new Momentum(0), norm, value), DType.F64, 0, 0)) {
      descent.step(GradientClippingTest::slope, 1);
      return descent.value();
    }
  }

  @Test
  void aLongGradientKeepsItsDirectionAndAShortOneItsLength() {
    assertArrayEquals(new double[] {-0.6, 0.8}, stepped(OptionalDouble.of(1), NONE), 1e-6);
    assertArrayEquals(new double[] {-3, 4}, stepped(OptionalDouble.of(5.1), NONE));
  }

  @Test
  void elementsAreLimitedBeforeTheNorm() {
    assertArrayEquals(new double[] {-1, 1}, stepped(NONE, OptionalDouble.of(1)));
    double half = Math.sqrt(0.5);
    double[] both = stepped(OptionalDouble.of(1), OptionalDouble.of(1));
    assertArrayEquals(new double[] {-half, half}, both, 1e-6);
  }

  /** Squares of floats above 1.9e19 are infinite as floats. */
  @Test
  void theNormOfHugeFloatsIsFinite() {
    assertEquals(5e30, Math.sqrt(new ScalarFloatOptimizers().sumOfSquares(huge(), 2)), 1e24);
    GradientClipping clipping = new GradientClipping(new Momentum(0), OptionalDouble.of(1), NONE);
    try (Descent descent = new Descent(clipping, DType.F32, 0, 0)) {
      descent.step(w -> slope(w).multiply(1e30), 1);
      assertArrayEquals(new double[] {-0.6, 0.8}, descent.value(), 1e-6);
    }
  }

  private static float[] huge() {
    return new float[] {3e30f, -4e30f};
  }

  @Test
  void limitsAreAboveZero() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new GradientClipping(new Momentum(0), OptionalDouble.of(0), NONE));
    assertEquals(
        "GradientClipping: expected limits above 0, got 0.0 and none", refusal.getMessage());
  }
}
