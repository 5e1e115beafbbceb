package vae.autodiff.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import vae.autodiff.kernel.MatrixBounds;

/**
 * Transposes float matrices out of place, block by block in registers.
 *
 * <p>A block of 8×8 (4×4 on machines with fewer than 16 lanes) is exchanged in log₂ stages: stage s
 * swaps the lanes whose index has bit s set in row i with those whose index has it clear in row i +
 * s. Rows and columns that do not fill a block are covered by shifting the last block back over its
 * neighbour. Values are moved, never computed with, so the bits are those of plain loops.
 */
public final class VectorTranspose {

  static final int BLOCK = FloatVector.SPECIES_PREFERRED.length() >= 16 ? 8 : 4;

  static final VectorSpecies<Float> LANES =
      BLOCK == 8 ? FloatVector.SPECIES_256 : FloatVector.SPECIES_128;

  // Lane l takes its partner's value from lane l - s (UP) or l + s (DOWN), cyclically; the masks
  // hold the lanes whose index has bit s set.
  private static final VectorShuffle<Float> UP_1 = rotation(-1);
  private static final VectorShuffle<Float> UP_2 = rotation(-2);
  private static final VectorShuffle<Float> UP_4 = rotation(-4);
  private static final VectorShuffle<Float> DOWN_1 = rotation(1);
  private static final VectorShuffle<Float> DOWN_2 = rotation(2);
  private static final VectorShuffle<Float> DOWN_4 = rotation(4);
  private static final VectorMask<Float> ODD_1 = lanesWithBit(1);
  private static final VectorMask<Float> ODD_2 = lanesWithBit(2);
  private static final VectorMask<Float> ODD_4 = lanesWithBit(4);

  private VectorTranspose() {}

  /**
   * Writes the transpose of a dense matrix.
   *
   * @param in [rows, columns], row-major, from inOffset on
   * @param out [columns, rows], row-major, from outOffset on; does not overlap with in
   * @throws IndexOutOfBoundsException if a matrix does not fit its array
   */
  public static void transpose(
      float[] in, int inOffset, int rows, int columns, float[] out, int outOffset) {
    MatrixBounds.check("in", rows, columns, in.length, inOffset, columns);
    MatrixBounds.check("out", columns, rows, out.length, outOffset, rows);
    transpose(in, inOffset, columns, rows, columns, out, outOffset, rows);
  }

  /**
   * Writes the transpose of a matrix whose rows lie inStride apart into one whose rows lie
   * outStride apart.
   */
  static void transpose(
      float[] in,
      int inOffset,
      int inStride,
      int rows,
      int columns,
      float[] out,
      int outOffset,
      int outStride) {
    if (outStride == rows && VectorTransposeWide.takes(rows, columns)) {
      VectorTransposeWide.transpose(in, inOffset, inStride, rows, columns, out, outOffset);
      return;
    }
    if (rows < BLOCK || columns < BLOCK) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          out[outOffset + j * outStride + i] = in[inOffset + i * inStride + j];
        }
      }
      return;
    }
    for (int i = 0; i < rows; i += BLOCK) {
      int row = Math.min(i, rows - BLOCK);
      for (int j = 0; j < columns; j += BLOCK) {
        int column = Math.min(j, columns - BLOCK);
        int from = inOffset + row * inStride + column;
        int to = outOffset + column * outStride + row;
        if (BLOCK == 8) {
          block8(in, from, inStride, out, to, outStride);
        } else {
          block4(in, from, inStride, out, to, outStride);
        }
      }
    }
  }

  private static void block8(
      float[] in, int from, int inStride, float[] out, int to, int outStride) {
    FloatVector a0 = FloatVector.fromArray(LANES, in, from);
    FloatVector a1 = FloatVector.fromArray(LANES, in, from + inStride);
    FloatVector a2 = FloatVector.fromArray(LANES, in, from + 2 * inStride);
    FloatVector a3 = FloatVector.fromArray(LANES, in, from + 3 * inStride);
    FloatVector a4 = FloatVector.fromArray(LANES, in, from + 4 * inStride);
    FloatVector a5 = FloatVector.fromArray(LANES, in, from + 5 * inStride);
    FloatVector a6 = FloatVector.fromArray(LANES, in, from + 6 * inStride);
    FloatVector a7 = FloatVector.fromArray(LANES, in, from + 7 * inStride);

    FloatVector b0 = a0.blend(a4.rearrange(UP_4), ODD_4);
    FloatVector b1 = a1.blend(a5.rearrange(UP_4), ODD_4);
    FloatVector b2 = a2.blend(a6.rearrange(UP_4), ODD_4);
    FloatVector b3 = a3.blend(a7.rearrange(UP_4), ODD_4);
    FloatVector b4 = a0.rearrange(DOWN_4).blend(a4, ODD_4);
    FloatVector b5 = a1.rearrange(DOWN_4).blend(a5, ODD_4);
    FloatVector b6 = a2.rearrange(DOWN_4).blend(a6, ODD_4);
    FloatVector b7 = a3.rearrange(DOWN_4).blend(a7, ODD_4);

    a0 = b0.blend(b2.rearrange(UP_2), ODD_2);
    a1 = b1.blend(b3.rearrange(UP_2), ODD_2);
    a2 = b0.rearrange(DOWN_2).blend(b2, ODD_2);
    a3 = b1.rearrange(DOWN_2).blend(b3, ODD_2);
    a4 = b4.blend(b6.rearrange(UP_2), ODD_2);
    a5 = b5.blend(b7.rearrange(UP_2), ODD_2);
    a6 = b4.rearrange(DOWN_2).blend(b6, ODD_2);
    a7 = b5.rearrange(DOWN_2).blend(b7, ODD_2);

    a0.blend(a1.rearrange(UP_1), ODD_1).intoArray(out, to);
    a0.rearrange(DOWN_1).blend(a1, ODD_1).intoArray(out, to + outStride);
    a2.blend(a3.rearrange(UP_1), ODD_1).intoArray(out, to + 2 * outStride);
    a2.rearrange(DOWN_1).blend(a3, ODD_1).intoArray(out, to + 3 * outStride);
    a4.blend(a5.rearrange(UP_1), ODD_1).intoArray(out, to + 4 * outStride);
    a4.rearrange(DOWN_1).blend(a5, ODD_1).intoArray(out, to + 5 * outStride);
    a6.blend(a7.rearrange(UP_1), ODD_1).intoArray(out, to + 6 * outStride);
    a6.rearrange(DOWN_1).blend(a7, ODD_1).intoArray(out, to + 7 * outStride);
  }

  private static void block4(
      float[] in, int from, int inStride, float[] out, int to, int outStride) {
    FloatVector a0 = FloatVector.fromArray(LANES, in, from);
    FloatVector a1 = FloatVector.fromArray(LANES, in, from + inStride);
    FloatVector a2 = FloatVector.fromArray(LANES, in, from + 2 * inStride);
    FloatVector a3 = FloatVector.fromArray(LANES, in, from + 3 * inStride);

    FloatVector b0 = a0.blend(a2.rearrange(UP_2), ODD_2);
    FloatVector b1 = a1.blend(a3.rearrange(UP_2), ODD_2);
    FloatVector b2 = a0.rearrange(DOWN_2).blend(a2, ODD_2);
    FloatVector b3 = a1.rearrange(DOWN_2).blend(a3, ODD_2);

    b0.blend(b1.rearrange(UP_1), ODD_1).intoArray(out, to);
    b0.rearrange(DOWN_1).blend(b1, ODD_1).intoArray(out, to + outStride);
    b2.blend(b3.rearrange(UP_1), ODD_1).intoArray(out, to + 2 * outStride);
    b2.rearrange(DOWN_1).blend(b3, ODD_1).intoArray(out, to + 3 * outStride);
  }

  private static VectorShuffle<Float> rotation(int by) {
    return VectorShuffle.fromOp(LANES, lane -> (lane + by) & (BLOCK - 1));
  }

  private static VectorMask<Float> lanesWithBit(int bit) {
    boolean[] set = new boolean[BLOCK];
    for (int lane = 0; lane < BLOCK; lane++) {
      set[lane] = (lane & bit) != 0;
    }
    return VectorMask.fromArray(LANES, set, 0);
  }
}
