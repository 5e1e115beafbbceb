package vae.autodiff.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.Shape;
import vae.autodiff.tape.Tensor;

class AdamTest {

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPSILON = 1e-8;
  private static final double[] START = {1, -2, 3, 0.5};

  private static Adam adam() {
    return new Adam(BETA1, BETA2, EPSILON);
  }

  /** Algorithm 1 of the paper, line by line, on {@link Descent#quadratic}. */
  private static double[] textbook(int steps, double rate) {
    double[] w = START.clone();
    double[] m = new double[w.length];
    double[] v = new double[w.length];
    for (int t = 1; t <= steps; t++) {
      for (int i = 0; i < w.length; i++) {
        double g = Descent.CURVATURE[i] * w[i];
        m[i] = BETA1 * m[i] + (1 - BETA1) * g;
        v[i] = BETA2 * v[i] + (1 - BETA2) * g * g;
        double mHat = m[i] / (1 - Math.pow(BETA1, t));
        double vHat = v[i] / (1 - Math.pow(BETA2, t));
        w[i] -= rate * mHat / (Math.sqrt(vHat) + EPSILON);
      }
    }
    return w;
  }

  @Test
  void agreesWithTheAlgorithmInThePaper() {
    try (Descent doubles = new Descent(adam(), DType.F64, START);
        Descent floats = new Descent(adam(), DType.F32, START)) {
      for (int t = 1; t <= 200; t++) {
        doubles.step(Descent::quadratic, 0.01);
        floats.step(Descent::quadratic, 0.01);
        if (t % 20 == 0) {
          assertArrayEquals(textbook(t, 0.01), doubles.value(), 1e-12);
          assertArrayEquals(textbook(t, 0.01), floats.value(), 1e-5);
        }
      }
    }
  }

  /** At t = 1 both corrections cancel: the step is the rate times the sign of the gradient. */
  @Test
  void theFirstStepHasTheSizeOfTheLearningRate() {
    try (Descent descent = new Descent(adam(), DType.F64, START)) {
      descent.step(Descent::quadratic, 0.01);
      for (int i = 0; i < START.length; i++) {
        // ε shortens the step by ε / |g|, and |g| ≥ 0.1
        assertEquals(0.01 * Math.signum(START[i]), START[i] - descent.value()[i], 1e-2 * 1.1e-7);
      }
    }
  }

  @Test
  void convergesOnAQuadratic() {
    try (Descent descent = new Descent(adam(), DType.F32, START)) {
      for (int t = 0; t < 1500; t++) {
        descent.step(Descent::quadratic, 0.05 * Schedule.cosine(0).factor(Elapsed.of(t, 1500)));
      }
      assertArrayEquals(new double[4], descent.value(), 1e-3);
    }
  }

  @Test
  void convergesInTheValleyOfRosenbrock() {
    try (Descent descent = new Descent(adam(), DType.F64, -1.2, 1)) {
      for (int t = 0; t < 6000; t++) {
        descent.step(AdamTest::rosenbrock, 0.02 * Schedule.cosine(0).factor(Elapsed.of(t, 6000)));
      }
      assertArrayEquals(new double[] {1, 1}, descent.value(), 1e-2);
    }
  }

  /** (1 − x)² + 100 (y − x²)². */
  private static Tensor rosenbrock(Tensor w) {
    Tensor x = w.slice(0, 0, 1);
    Tensor y = w.slice(0, 1, 2);
    Tensor valley = y.subtract(x.square()).square().multiply(100);
    return x.negate().add(1).square().add(valley).sum();
  }

  /** Without the flush first moments decay into denormals, which slow every later step. */
  @Test
  void tinyFirstMomentsBecomeZero() {
    for (DType type : DType.values()) {
      Adam adam = adam();
      try (Descent descent = new Descent(adam, type, 1, 1)) {
        descent.step(w -> w.multiply(scales(w, 9e-30, 2e-29)).sum(), 1e-3);
        double[] m = adam.state().get("w.m").toDoubles();
        assertEquals(0, m[0], "0.1 · 9e-30 is below 1e-30");
        assertEquals(2e-30, m[1], 1e-36, "0.1 · 2e-29 is not");
        for (int t = 0; t < 10; t++) {
          descent.step(w -> w.multiply(0).sum(), 1e-3);
        }
        assertEquals(0, adam.state().get("w.m").get(1), "2e-30 · 0.9ⁿ falls below 1e-30");
      }
    }
  }

  private static Tensor scales(Tensor w, double first, double second) {
    return w.tape().constant(Shape.of(2), first, second);
  }

  /** With v₀ the first step is that of v̂ = (β₂v₀ + (1−β₂)g²) / (1−β₂). */
  @Test
  void anInitialSecondMomentShortensTheFirstStep() {
    try (Descent descent = new Descent(new Adam(BETA1, BETA2, EPSILON, 0.25), DType.F64, START)) {
      descent.step(Descent::quadratic, 0.01);
      for (int i = 0; i < START.length; i++) {
        double g = Descent.CURVATURE[i] * START[i];
        double v = BETA2 * 0.25 / (1 - BETA2) + g * g;
        assertEquals(START[i] - 0.01 * g / (Math.sqrt(v) + EPSILON), descent.value()[i], 1e-12);
      }
    }
  }

  @Test
  void aParameterWithoutGradientStays() {
    Adam adam = adam();
    try (Descent descent = new Descent(adam, DType.F64, START)) {
      descent.stepAside(1);
      assertArrayEquals(START, descent.value());
      assertEquals(Set.of("step"), adam.state().keySet());
      assertEquals(1, adam.state().get("step").get(0));
    }
  }

  @Test
  void valuesOutsideTheirRangesAreRefused() {
    double[][] wrong = {{1, 0.9, 1e-8}, {-0.1, 0.9, 1e-8}, {0.9, 1, 1e-8}, {0.9, 0.9, 0}};
    for (double[] w : wrong) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> new Adam(w[0], w[1], w[2]));
      assertEquals(
          "Adam: expected beta1 and beta2 in [0, 1) and epsilon > 0, got %s, %s and %s"
              .formatted(w[0], w[1], w[2]),
          refusal.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> new Adam(Double.NaN, 0.9, 1e-8));
    assertTrue(new Adam(0, 0, 1e-300).state().containsKey("step"));
  }
}
