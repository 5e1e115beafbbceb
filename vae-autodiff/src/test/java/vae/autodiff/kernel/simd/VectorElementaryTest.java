package vae.autodiff.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import vae.autodiff.kernel.scalar.ElementaryFunction;

class VectorElementaryTest {

  private static final Map<ElementaryFunction, UnaryOperator<FloatVector>> VECTOR =
      new EnumMap<>(
          Map.of(
              ElementaryFunction.EXP, VectorElementary::exp,
              ElementaryFunction.EXPM1, VectorElementary::expm1,
              ElementaryFunction.LOG, VectorElementary::log,
              ElementaryFunction.LOG1P, VectorElementary::log1p,
              ElementaryFunction.TANH, VectorElementary::tanh,
              ElementaryFunction.SIGMOID, VectorElementary::sigmoid,
              ElementaryFunction.SOFTPLUS, VectorElementary::softplus,
              ElementaryFunction.ERF, VectorElementary::erf,
              ElementaryFunction.NORMAL_CDF, VectorElementary::normalCdf));

  private static final List<VectorSpecies<Float>> SPECIES =
      List.of(
          FloatVector.SPECIES_64,
          FloatVector.SPECIES_128,
          FloatVector.SPECIES_256,
          FloatVector.SPECIES_512);

  static Stream<Arguments> cases() {
    return Stream.of(ElementaryFunction.values())
        .flatMap(f -> SPECIES.stream().map(species -> Arguments.of(f, species)));
  }

  @Test
  void everyScalarFunctionHasAVectorForm() {
    assertEquals(ElementaryFunction.values().length, VECTOR.size());
  }

  /**
   * 2¹⁴ vectors, with {@code -Dvae.long=true} 2¹⁶, of floats of every sign and magnitude, NaN
   * payloads included.
   */
  @ParameterizedTest
  @MethodSource("cases")
  void vectorAgreesWithScalarBitForBit(ElementaryFunction f, VectorSpecies<Float> species) {
    int lanes = species.length();
    long stride = (1L << (Boolean.getBoolean("vae.long") ? 16 : 18)) / lanes - 3;
    float[] in = new float[lanes];
    long bits = 0;
    while (bits < 1L << 32) {
      for (int l = 0; l < lanes; l++) {
        in[l] = Float.intBitsToFloat((int) bits);
        bits += stride;
      }
      assertSameBits(f, species, in);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void vectorAgreesWithScalarAtEverySeam(ElementaryFunction f, VectorSpecies<Float> species) {
    float[] in = new float[species.length()];
    for (float x : ElementaryFunction.boundaries()) {
      System.arraycopy(in, 0, in, 1, in.length - 1);
      in[0] = x;
      assertSameBits(f, species, in);
    }
  }

  private static void assertSameBits(
      ElementaryFunction f, VectorSpecies<Float> species, float[] in) {
    float[] out = new float[in.length];
    VECTOR.get(f).apply(FloatVector.fromArray(species, in, 0)).intoArray(out, 0);
    for (int l = 0; l < in.length; l++) {
      int expected = Float.floatToRawIntBits(f.at(in[l]));
      if (expected != Float.floatToRawIntBits(out[l])) {
        assertEquals(expected, Float.floatToRawIntBits(out[l]), f + " at " + in[l]);
      }
    }
  }
}
