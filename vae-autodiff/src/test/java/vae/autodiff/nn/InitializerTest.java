package vae.autodiff.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import vae.autodiff.array.DType;
import vae.autodiff.array.NdArray;
import vae.autodiff.array.Shape;
import vae.autodiff.random.Key;

/** Moments are held to five standard errors of the sample. */
class InitializerTest {

  private static final int IN = 200;
  private static final int OUT = 300;
  private static final int N = IN * OUT;

  private static double[] draw(Initializer initializer, long seed) {
    NdArray value = NdArray.zeros(DType.F64, Shape.of(IN, OUT));
    initializer.fill(value, Key.of(seed));
    return value.doubles();
  }

  private static double moment(double[] x, int power) {
    return Arrays.stream(x).map(v -> Math.pow(v, power)).average().orElseThrow();
  }

  private static void isUniform(Initializer initializer, double bound) {
    double[] x = draw(initializer, 1);
    double largest = Arrays.stream(x).max().orElseThrow();
    double smallest = Arrays.stream(x).min().orElseThrow();
    assertTrue(smallest >= -bound && largest < bound, smallest + " … " + largest);
    // each of the tails beyond 0.999 of the bound holds 30 values on average
    assertTrue(smallest < -0.999 * bound && largest > 0.999 * bound, smallest + " … " + largest);
    double variance = bound * bound / 3;
    assertEquals(0, moment(x, 1), 5 * Math.sqrt(variance / N));
    assertEquals(variance, moment(x, 2), 5 * bound * bound * Math.sqrt(4.0 / 45 / N));
  }

  private static void isNormal(Initializer initializer, double deviation) {
    double[] x = draw(initializer, 2);
    double variance = deviation * deviation;
    assertEquals(0, moment(x, 1), 5 * deviation / Math.sqrt(N));
    assertEquals(variance, moment(x, 2), 5 * variance * Math.sqrt(2.0 / N));
    assertEquals(
        3 * variance * variance, moment(x, 4), 5 * variance * variance * Math.sqrt(96.0 / N));
  }

  @Test
  void uniformsFillTheirBounds() {
    isUniform(Initializer.uniform(0.3), 0.3);
    isUniform(Initializer.glorotUniform(), Math.sqrt(6.0 / (IN + OUT)));
    isUniform(Initializer.kaimingUniform(), Math.sqrt(6.0 / IN));
    isUniform(Initializer.fanInUniform(IN), 1 / Math.sqrt(IN));
  }

  @Test
  void normalsHaveTheirDeviation() {
    isNormal(Initializer.normal(0.7), 0.7);
    isNormal(Initializer.kaimingNormal(), Math.sqrt(2.0 / IN));
    isNormal(Initializer.lecunNormal(), Math.sqrt(1.0 / IN));
  }

  /** The point of Glorot's and Kaiming's formulas: a layer keeps the scale of what passes it. */
  @Test
  void glorotIsTheMeanOfFanInAndFanOut() {
    double glorot = moment(draw(Initializer.glorotUniform(), 3), 2);
    double kaiming = moment(draw(Initializer.kaimingNormal(), 3), 2);
    assertEquals(2.0 / (IN + OUT), glorot, 0.02 * glorot);
    assertEquals(2.0 / IN, kaiming, 0.04 * kaiming);
  }

  @Test
  void theKeyDecidesTheValues() {
    for (Initializer initializer : List.of(Initializer.uniform(1), Initializer.normal(1))) {
      assertArrayEquals(draw(initializer, 4), draw(initializer, 4));
      assertFalse(Arrays.equals(draw(initializer, 4), draw(initializer, 5)));
    }
  }

  @Test
  void floatsAreTheRoundedDoubles() {
    for (Initializer initializer : List.of(Initializer.uniform(1), Initializer.normal(1))) {
      NdArray floats = NdArray.zeros(DType.F32, Shape.of(IN, OUT));
      initializer.fill(floats, Key.of(4));
      double[] doubles = draw(initializer, 4);
      for (int i = 0; i < N; i++) {
        assertEquals((float) doubles[i], floats.floats()[i]);
      }
    }
  }

  @Test
  void constantsAndElementsOverwriteEverything() {
    NdArray value = NdArray.of(Shape.of(3), new double[] {7, 8, 9});
    Initializer.constant(0.5).fill(value, Key.of(1));
    assertArrayEquals(new double[] {0.5, 0.5, 0.5}, value.doubles());
    Initializer.elements(1, 2, 3).fill(value, Key.of(1));
    assertArrayEquals(new double[] {1, 2, 3}, value.doubles());
    Initializer.zeros().fill(value, Key.of(1));
    assertArrayEquals(new double[3], value.doubles());
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Initializer.elements(1).fill(value, Key.of(1)));
    assertEquals("1 elements were given for shape [3]", refusal.getMessage());
  }
}
