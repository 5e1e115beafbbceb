package vae.autodiff.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;

class MomentumTest {

  private static final double[] START = {1, -2, 3, 0.5};

  @Test
  void agreesWithTheTextbook() {
    for (double momentum : new double[] {0, 0.5, 0.9}) {
      double[] w = START.clone();
      double[] velocity = new double[4];
      try (Descent descent = new Descent(new Momentum(momentum), DType.F64, START)) {
        for (int t = 0; t < 200; t++) {
          descent.step(Descent::quadratic, 0.02);
          for (int i = 0; i < 4; i++) {
            velocity[i] = momentum * velocity[i] + Descent.CURVATURE[i] * w[i];
            w[i] -= 0.02 * velocity[i];
          }
        }
        assertArrayEquals(w, descent.value(), 1e-13);
      }
    }
  }

  /** N4: where the rate changes, the step is PyTorch's and not Sutskever's. */
  @Test
  void theRateMultipliesTheVelocity() {
    double[] w = START.clone();
    double[] velocity = new double[4];
    double[] other = START.clone();
    double[] move = new double[4];
    try (Descent descent = new Descent(new Momentum(0.9), DType.F64, START)) {
      for (int t = 0; t < 50; t++) {
        double rate = 0.02 * (1 - t / 50.0);
        descent.step(Descent::quadratic, rate);
        for (int i = 0; i < 4; i++) {
          velocity[i] = 0.9 * velocity[i] + Descent.CURVATURE[i] * w[i];
          w[i] -= rate * velocity[i];
          move[i] = 0.9 * move[i] - rate * Descent.CURVATURE[i] * other[i];
          other[i] += move[i];
        }
      }
      assertArrayEquals(w, descent.value(), 1e-13);
      assertTrue(Math.abs(other[1] - descent.value()[1]) > 1e-3, "the forms differ");
    }
  }

  /** Without momentum a quadratic shrinks by 1 − ηc a step. */
  @Test
  void plainDescentShrinksAQuadraticGeometrically() {
    try (Descent descent = new Descent(new Momentum(0), DType.F64, START)) {
      for (int t = 0; t < 30; t++) {
        descent.step(Descent::quadratic, 0.05);
      }
      for (int i = 0; i < 4; i++) {
        double factor = Math.pow(1 - 0.05 * Descent.CURVATURE[i], 30);
        assertEquals(START[i] * factor, descent.value()[i], 1e-13);
      }
    }
  }

  @Test
  void momentumIsBelowOne() {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> new Momentum(1));
    assertEquals("Momentum: expected a value in [0, 1), got 1.0", refusal.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Momentum(-0.1));
    assertThrows(IllegalArgumentException.class, () -> new Momentum(Double.NaN));
  }
}
