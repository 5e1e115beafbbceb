package vae.autodiff.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The register tiles of {@link PatchProduct} of four rows, for machines with 16 vector registers;
 * otherwise as {@link PatchTilesEightRows}.
 */
final class PatchTilesFourRows {

  static final int ROWS = 4;

  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = LANES.length();

  private PatchTilesFourRows() {}

  /** Four rows by two vectors; {@code last} is where the last vector begins. */
  static void by2(
      PatchProduct q, int row, int column, int step, int k, int bAt, int bStride, int last) {
    float[] a = q.a;
    float[] b = q.b;
    int[] steps = q.steps;
    float[] in = q.in;
    int[] inRows = q.inRows;
    int inRow = q.inRow(row);
    int inColumn = q.inColumn(column);
    int r0 = q.aRows[row];
    int r1 = q.aRows[row + 1];
    int r2 = q.aRows[row + 2];
    int r3 = q.aRows[row + 3];
    int i0 = inRows[inRow] + inColumn;
    FloatVector c00 = FloatVector.fromArray(LANES, in, i0);
    FloatVector c01 = FloatVector.fromArray(LANES, in, i0 + last);
    int i1 = inRows[inRow + 1] + inColumn;
    FloatVector c10 = FloatVector.fromArray(LANES, in, i1);
    FloatVector c11 = FloatVector.fromArray(LANES, in, i1 + last);
    int i2 = inRows[inRow + 2] + inColumn;
    FloatVector c20 = FloatVector.fromArray(LANES, in, i2);
    FloatVector c21 = FloatVector.fromArray(LANES, in, i2 + last);
    int i3 = inRows[inRow + 3] + inColumn;
    FloatVector c30 = FloatVector.fromArray(LANES, in, i3);
    FloatVector c31 = FloatVector.fromArray(LANES, in, i3 + last);
    for (int p = 0; p < k; p++) {
      int s = steps[step + p];
      FloatVector b0 = FloatVector.fromArray(LANES, b, bAt);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bAt + last);
      bAt += bStride;
      FloatVector a0 = FloatVector.broadcast(LANES, a[r0 + s]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(LANES, a[r1 + s]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(LANES, a[r2 + s]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(LANES, a[r3 + s]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
    }
    float[] out = q.out;
    int[] outRows = q.outRows;
    int outRow = q.outRow(row);
    int outColumn = q.outColumn(column);
    int o0 = outRows[outRow] + outColumn;
    c00.intoArray(out, o0);
    c01.intoArray(out, o0 + last);
    int o1 = outRows[outRow + 1] + outColumn;
    c10.intoArray(out, o1);
    c11.intoArray(out, o1 + last);
    int o2 = outRows[outRow + 2] + outColumn;
    c20.intoArray(out, o2);
    c21.intoArray(out, o2 + last);
    int o3 = outRows[outRow + 3] + outColumn;
    c30.intoArray(out, o3);
    c31.intoArray(out, o3 + last);
  }

  static void by1(PatchProduct q, int row, int column, int step, int k, int bAt, int bStride) {
    float[] a = q.a;
    float[] b = q.b;
    int[] steps = q.steps;
    float[] in = q.in;
    int[] inRows = q.inRows;
    int inRow = q.inRow(row);
    int inColumn = q.inColumn(column);
    int r0 = q.aRows[row];
    int r1 = q.aRows[row + 1];
    int r2 = q.aRows[row + 2];
    int r3 = q.aRows[row + 3];
    int i0 = inRows[inRow] + inColumn;
    FloatVector c00 = FloatVector.fromArray(LANES, in, i0);
    int i1 = inRows[inRow + 1] + inColumn;
    FloatVector c10 = FloatVector.fromArray(LANES, in, i1);
    int i2 = inRows[inRow + 2] + inColumn;
    FloatVector c20 = FloatVector.fromArray(LANES, in, i2);
    int i3 = inRows[inRow + 3] + inColumn;
    FloatVector c30 = FloatVector.fromArray(LANES, in, i3);
    for (int p = 0; p < k; p++) {
      int s = steps[step + p];
      FloatVector b0 = FloatVector.fromArray(LANES, b, bAt);
      bAt += bStride;
      FloatVector a0 = FloatVector.broadcast(LANES, a[r0 + s]);
      c00 = a0.fma(b0, c00);
      FloatVector a1 = FloatVector.broadcast(LANES, a[r1 + s]);
      c10 = a1.fma(b0, c10);
      FloatVector a2 = FloatVector.broadcast(LANES, a[r2 + s]);
      c20 = a2.fma(b0, c20);
      FloatVector a3 = FloatVector.broadcast(LANES, a[r3 + s]);
      c30 = a3.fma(b0, c30);
    }
    float[] out = q.out;
    int[] outRows = q.outRows;
    int outRow = q.outRow(row);
    int outColumn = q.outColumn(column);
    int o0 = outRows[outRow] + outColumn;
    c00.intoArray(out, o0);
    int o1 = outRows[outRow + 1] + outColumn;
    c10.intoArray(out, o1);
    int o2 = outRows[outRow + 2] + outColumn;
    c20.intoArray(out, o2);
    int o3 = outRows[outRow + 3] + outColumn;
    c30.intoArray(out, o3);
  }
}
