package vae.autodiff.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import vae.autodiff.kernel.scalar.DoubleFunctions;
import vae.autodiff.kernel.scalar.FloatFunctions;
import vae.autodiff.op.Convolution;
import vae.autodiff.op.Linear;
import vae.autodiff.op.TransposedConvolution;

final class ActivationTest {

  private static void value(Activation f, double x, double expected) {
    assertEquals(expected, DoubleFunctions.value(f, x), 1e-15, f + " at " + x);
    assertEquals(expected, FloatFunctions.value(f, (float) x), 2e-7, f + " at " + x);
  }

  /** Φ(1) = 0.84134…; the form by tanh has 0.84119 there. */
  @Test
  void valuesAreThoseOfTheFormulas() {
    value(Activation.GELU, 1, 0.841344746068542949);
    value(Activation.GELU, -2, -0.0455002638963584144);
    value(Activation.SILU, 1, 0.731058578630004879);
    value(Activation.SILU, -2, -0.238405844044235004);
    value(Activation.ELU, -2, -0.864664716763387308);
    value(Activation.LEAKY_RELU, -2, -0.02);
    value(Activation.SOFTPLUS, 0, 0.693147180559945309);
    for (Activation f : new Activation[] {Activation.ELU, Activation.LEAKY_RELU}) {
      value(f, 1.5, 1.5);
    }
  }

  /** To a few units in the last place of the derivative, which far out is as small as e^-30. */
  @Test
  void gradientsFromValuesAreTheDerivatives() {
    for (Activation f : Activation.values()) {
      if (f == Activation.IDENTITY || !f.hasGradientFromValue()) {
        continue;
      }
      for (double x = -30.05; x < 31; x += 0.1) {
        double y = DoubleFunctions.value(f, x);
        double slope = DoubleFunctions.derivative(f.function(), f.parameter(), 0, x, y);
        assertEquals(slope, DoubleFunctions.gradient(f, y, 1), 4e-16, f + " at " + x);
        float single = FloatFunctions.value(f, (float) x);
        assertEquals(slope, FloatFunctions.gradient(f, single, 1), 2e-7, f + " at " + x);
        if (f == Activation.SOFTPLUS) {
          assertEquals(1, FloatFunctions.gradient(f, single, 1) / slope, 1e-6, "at " + x);
        }
      }
    }
  }

  /** Two arguments with one value and different derivatives. */
  @Test
  void fallingAndRisingActivationsAreNotFused() {
    for (Activation f : new Activation[] {Activation.GELU, Activation.SILU}) {
      IllegalArgumentException linear =
          assertThrows(IllegalArgumentException.class, () -> new Linear(f));
      assertTrue(linear.getMessage().contains("Tensor.activate"), linear::getMessage);
      assertThrows(IllegalArgumentException.class, () -> new Convolution(1, 0, f));
      assertThrows(IllegalArgumentException.class, () -> new TransposedConvolution(1, 0, 0, f));
      assertThrows(IllegalArgumentException.class, () -> FloatFunctions.gradient(f, 1, 1));
      assertThrows(IllegalArgumentException.class, () -> DoubleFunctions.gradient(f, 1, 1));
    }
  }
}
