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

final class ScalarGemmProperties {

  @Property(seed = "11", tries = 400, edgeCases = EdgeCasesMode.NONE)
  void everyElementIsOneChainOfFmaOverK(
      @ForAll @IntRange(max = 20) int m,
      @ForAll @IntRange(max = 40) int n,
      @ForAll @IntRange(max = 30) int k,
      @ForAll long seed) {
    for (double special : new double[] {0, 0.05}) {
      GemmCase drawn = new GemmCase(m, n, k, seed, special);
      assertArrayEquals(drawn.expectedBits(), drawn.bits(ScalarGemm::multiply), drawn::toString);
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
        drawn.expectedInDoubles(), drawn.inDoubles(ScalarGemm::multiply), drawn::toString);
  }

  @Example
  void matricesOutsideTheirArraysAreRefusedByName() {
    float[] six = new float[6];
    String message =
        assertThrows(
                IndexOutOfBoundsException.class,
                () ->
                    ScalarGemm.multiply(
                        false, false, 2, 2, 3, six, 0, 3, six, 1, 2, new float[4], 0, 2, false))
            .getMessage();
    assertTrue(message.startsWith("b: expected [3, 2] at offset 1"), message);
  }

  @Example
  void overlappingRowsAreRefused() {
    float[] six = new float[6];
    assertThrows(
        IllegalArgumentException.class,
        () ->
            ScalarGemm.multiply(
                false, false, 2, 2, 3, six, 0, 2, six, 0, 2, new float[4], 0, 2, false));
  }
}
