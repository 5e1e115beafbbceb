package vae.autodiff.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class VectorTransposeProperties {

  /** Each cell holds its own bits, NaN patterns among them, so that one moved wrongly is seen. */
  @Property(seed = "31", tries = 1000, edgeCases = EdgeCasesMode.NONE)
  void movesEveryCellAndNoOther(
      @ForAll @IntRange(max = 70) int rows,
      @ForAll @IntRange(max = 70) int columns,
      @ForAll @IntRange(max = 20) int inOffset,
      @ForAll @IntRange(max = 20) int outOffset) {
    float[] in = new float[inOffset + rows * columns + 5];
    for (int i = 0; i < in.length; i++) {
      in[i] = Float.intBitsToFloat(0x7F7F_FF00 + i);
    }
    float[] out = new float[outOffset + rows * columns + 5];
    float[] expected = out.clone();
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        expected[outOffset + j * rows + i] = in[inOffset + i * columns + j];
      }
    }
    VectorTranspose.transpose(in, inOffset, rows, columns, out, outOffset);
    assertArrayEquals(rawBits(expected), rawBits(out));
  }

  @Example
  void matricesOutsideTheirArraysAreRefused() {
    assertThrows(
        IndexOutOfBoundsException.class,
        () -> VectorTranspose.transpose(new float[12], 1, 3, 4, new float[12], 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> VectorTranspose.transpose(new float[12], 0, -3, -4, new float[12], 0));
  }

  private static int[] rawBits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
