package vae.autodiff.kernel.scalar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import vae.autodiff.kernel.GemmCase;
import vae.autodiff.kernel.MatrixView;

final class ScalarGemmProperties {

  @Property(seed = "11", tries = 400, edgeCases = EdgeCasesMode.NONE)
  void everyElementIsOneChainOfFmaOverK(
      @ForAll @IntRange(max = 20) int m,
      @ForAll @IntRange(max = 40) int n,
      @ForAll @IntRange(max = 30) int k,
      @ForAll long seed) {
    for (double special : new double[] {0, 0.05}) {
      GemmCase drawn = new GemmCase(m, n, k, seed, special);
      assertArrayEquals(
          drawn.expectedBits(), drawn.bits(ScalarFloatGemm::multiply), drawn::toString);
    }
  }

  @Property(seed = "12", tries = 400, edgeCases = EdgeCasesMode.NONE)
  void doublesFollowTheSameDefinition(
      @ForAll @IntRange(max = 20) int m,
      @ForAll @IntRange(max = 40) int n,
      @ForAll @IntRange(max = 30) int k,
      @ForAll long seed) {
    GemmCase drawn = new GemmCase(m, n, k, seed, 0.01);
    assertArrayEquals(
        drawn.expectedInDoubles(), drawn.inDoubles(ScalarDoubleGemm::multiply), drawn::toString);
  }

  @Example
  void matricesOutsideTheirArraysAreRefusedByName() {
    float[] six = new float[6];
    MatrixView<float[]> a = MatrixView.of(six, 0, 3);
    MatrixView<float[]> b = MatrixView.of(six, 1, 2);
    MatrixView<float[]> c = MatrixView.of(new float[4], 0, 2);
    String message =
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> ScalarFloatGemm.multiply(2, 2, 3, a, b, c, false))
            .getMessage();
    assertTrue(message.startsWith("b: expected [3, 2] at offset 1"), message);
  }

  @Example
  void overlappingRowsAreRefused() {
    MatrixView<float[]> six = MatrixView.of(new float[6], 0, 2);
    MatrixView<float[]> c = MatrixView.of(new float[4], 0, 2);
    assertThrows(
        IllegalArgumentException.class,
        () -> ScalarFloatGemm.multiply(2, 2, 3, six, six, c, false));
  }
}
