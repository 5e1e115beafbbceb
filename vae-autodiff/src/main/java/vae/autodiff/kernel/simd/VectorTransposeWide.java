package vae.autodiff.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Packs tiles of 4 or 8 rows column after column, on machines with 16 lanes.
 *
 * <p>The rows, one vector each, are interleaved with those half the rows further on, lane by lane,
 * log₂ times: each time the uppermost bit of an element's row becomes the lowest bit of its place,
 * until what lies side by side is a column. One instruction picks lanes out of two vectors.
 *
 * <p>Values are moved as ints, never computed with.
 */
final class VectorTransposeWide {

  /** Columns of a block: lanes of a vector. */
  private static final int COLUMNS = 16;

  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_512;

  // Lanes 16 and up are those of the second vector.
  private static final IntVector LOWER = interleaved(0);
  private static final IntVector UPPER = interleaved(8);

  private VectorTransposeWide() {}

  private static IntVector interleaved(int from) {
    int[] lanes = new int[COLUMNS];
    for (int lane = 0; lane < COLUMNS; lane++) {
      lanes[lane] = from + lane / 2 + lane % 2 * COLUMNS;
    }
    return IntVector.fromArray(IntVector.SPECIES_512, lanes, 0);
  }

  /** Whether {@link #transpose} takes matrices of these many rows and columns. */
  static boolean takes(int rows, int columns) {
    return FloatVector.SPECIES_PREFERRED == LANES && (rows == 4 || rows == 8) && columns >= COLUMNS;
  }

  /** Writes the transpose, its rows without gaps; the last block overlaps with its neighbour. */
  static void transpose(
      float[] in, int from, int inStride, int rows, int columns, float[] out, int to) {
    for (int j = 0; j < columns; j += COLUMNS) {
      int column = Math.min(j, columns - COLUMNS);
      if (rows == 8) {
        eightRows(in, from + column, inStride, out, to + column * rows);
      } else {
        fourRows(in, from + column, inStride, out, to + column * rows);
      }
    }
  }

  private static IntVector load(float[] in, int from) {
    return FloatVector.fromArray(LANES, in, from).reinterpretAsInts();
  }

  private static void store(IntVector x, float[] out, int to) {
    x.reinterpretAsFloats().intoArray(out, to);
  }

  /** 4 rows, inStride apart, to 4 vectors of 4 columns each, without gaps. */
  private static void fourRows(float[] in, int from, int inStride, float[] out, int to) {
    IntVector a0 = load(in, from);
    IntVector a1 = load(in, from + inStride);
    IntVector a2 = load(in, from + 2 * inStride);
    IntVector a3 = load(in, from + 3 * inStride);
    IntVector b0 = LOWER.selectFrom(a0, a2);
    IntVector b1 = UPPER.selectFrom(a0, a2);
    IntVector b2 = LOWER.selectFrom(a1, a3);
    IntVector b3 = UPPER.selectFrom(a1, a3);
    a0 = LOWER.selectFrom(b0, b2);
    a1 = UPPER.selectFrom(b0, b2);
    a2 = LOWER.selectFrom(b1, b3);
    a3 = UPPER.selectFrom(b1, b3);
    store(a0, out, to);
    store(a1, out, to + COLUMNS);
    store(a2, out, to + 2 * COLUMNS);
    store(a3, out, to + 3 * COLUMNS);
  }

  /** 8 rows, inStride apart, to 8 vectors of 2 columns each, without gaps. */
  private static void eightRows(float[] in, int from, int inStride, float[] out, int to) {
    IntVector a0 = load(in, from);
    IntVector a1 = load(in, from + inStride);
    IntVector a2 = load(in, from + 2 * inStride);
    IntVector a3 = load(in, from + 3 * inStride);
    IntVector a4 = load(in, from + 4 * inStride);
    IntVector a5 = load(in, from + 5 * inStride);
    IntVector a6 = load(in, from + 6 * inStride);
    IntVector a7 = load(in, from + 7 * inStride);
    IntVector b0 = LOWER.selectFrom(a0, a4);
    IntVector b1 = UPPER.selectFrom(a0, a4);
    IntVector b2 = LOWER.selectFrom(a1, a5);
    IntVector b3 = UPPER.selectFrom(a1, a5);
    IntVector b4 = LOWER.selectFrom(a2, a6);
    IntVector b5 = UPPER.selectFrom(a2, a6);
    IntVector b6 = LOWER.selectFrom(a3, a7);
    IntVector b7 = UPPER.selectFrom(a3, a7);
    a0 = LOWER.selectFrom(b0, b4);
    a1 = UPPER.selectFrom(b0, b4);
    a2 = LOWER.selectFrom(b1, b5);
    a3 = UPPER.selectFrom(b1, b5);
    a4 = LOWER.selectFrom(b2, b6);
    a5 = UPPER.selectFrom(b2, b6);
    a6 = LOWER.selectFrom(b3, b7);
    a7 = UPPER.selectFrom(b3, b7);
    b0 = LOWER.selectFrom(a0, a4);
    b1 = UPPER.selectFrom(a0, a4);
    b2 = LOWER.selectFrom(a1, a5);
    b3 = UPPER.selectFrom(a1, a5);
    b4 = LOWER.selectFrom(a2, a6);
    b5 = UPPER.selectFrom(a2, a6);
    b6 = LOWER.selectFrom(a3, a7);
    b7 = UPPER.selectFrom(a3, a7);
    store(b0, out, to);
    store(b1, out, to + COLUMNS);
    store(b2, out, to + 2 * COLUMNS);
    store(b3, out, to + 3 * COLUMNS);
    store(b4, out, to + 4 * COLUMNS);
    store(b5, out, to + 5 * COLUMNS);
    store(b6, out, to + 6 * COLUMNS);
    store(b7, out, to + 7 * COLUMNS);
  }
}
