package vae.autodiff.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The register tiles of {@link PatchProduct} of eight rows: up to 24 accumulators of a vector each,
 * for the 32 registers of AVX-512 and NEON.
 *
 * <p>Every tile loads its start values, continues each chain by k steps and stores it. Factors are
 * read where they lie, at the sum of a row's and a step's offset: eight additions and checks of
 * bounds for each step, which run beside the fma. Accumulators and offsets are local variables, one
 * by one, because only those stay in registers. The last vector may overlap with the one before it,
 * for a column computed twice in one tile gets the same bits twice.
 */
final class PatchTilesEightRows {

  static final int ROWS = 8;

  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = LANES.length();

  private PatchTilesEightRows() {}

  /** Eight rows by three vectors; {@code last} is where the last vector begins. */
  static void by3(
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
    int r4 = q.aRows[row + 4];
    int r5 = q.aRows[row + 5];
    int r6 = q.aRows[row + 6];
    int r7 = q.aRows[row + 7];
    int i0 = inRows[inRow] + inColumn;
    FloatVector c00 = FloatVector.fromArray(LANES, in, i0);
    FloatVector c01 = FloatVector.fromArray(LANES, in, i0 + WIDTH);
    FloatVector c02 = FloatVector.fromArray(LANES, in, i0 + last);
    int i1 = inRows[inRow + 1] + inColumn;
    FloatVector c10 = FloatVector.fromArray(LANES, in, i1);
    FloatVector c11 = FloatVector.fromArray(LANES, in, i1 + WIDTH);
    FloatVector c12 = FloatVector.fromArray(LANES, in, i1 + last);
    int i2 = inRows[inRow + 2] + inColumn;
    FloatVector c20 = FloatVector.fromArray(LANES, in, i2);
    FloatVector c21 = FloatVector.fromArray(LANES, in, i2 + WIDTH);
    FloatVector c22 = FloatVector.fromArray(LANES, in, i2 + last);
    int i3 = inRows[inRow + 3] + inColumn;
    FloatVector c30 = FloatVector.fromArray(LANES, in, i3);
    FloatVector c31 = FloatVector.fromArray(LANES, in, i3 + WIDTH);
    FloatVector c32 = FloatVector.fromArray(LANES, in, i3 + last);
    int i4 = inRows[inRow + 4] + inColumn;
    FloatVector c40 = FloatVector.fromArray(LANES, in, i4);
    FloatVector c41 = FloatVector.fromArray(LANES, in, i4 + WIDTH);
    FloatVector c42 = FloatVector.fromArray(LANES, in, i4 + last);
    int i5 = inRows[inRow + 5] + inColumn;
    FloatVector c50 = FloatVector.fromArray(LANES, in, i5);
    FloatVector c51 = FloatVector.fromArray(LANES, in, i5 + WIDTH);
    FloatVector c52 = FloatVector.fromArray(LANES, in, i5 + last);
    int i6 = inRows[inRow + 6] + inColumn;
    FloatVector c60 = FloatVector.fromArray(LANES, in, i6);
    FloatVector c61 = FloatVector.fromArray(LANES, in, i6 + WIDTH);
    FloatVector c62 = FloatVector.fromArray(LANES, in, i6 + last);
    int i7 = inRows[inRow + 7] + inColumn;
    FloatVector c70 = FloatVector.fromArray(LANES, in, i7);
    FloatVector c71 = FloatVector.fromArray(LANES, in, i7 + WIDTH);
    FloatVector c72 = FloatVector.fromArray(LANES, in, i7 + last);
    for (int p = 0; p < k; p++) {
      int s = steps[step + p];
      FloatVector b0 = FloatVector.fromArray(LANES, b, bAt);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bAt + WIDTH);
      FloatVector b2 = FloatVector.fromArray(LANES, b, bAt + last);
      bAt += bStride;
      FloatVector a0 = FloatVector.broadcast(LANES, a[r0 + s]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      FloatVector a1 = FloatVector.broadcast(LANES, a[r1 + s]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      FloatVector a2 = FloatVector.broadcast(LANES, a[r2 + s]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      FloatVector a3 = FloatVector.broadcast(LANES, a[r3 + s]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      FloatVector a4 = FloatVector.broadcast(LANES, a[r4 + s]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      FloatVector a5 = FloatVector.broadcast(LANES, a[r5 + s]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      FloatVector a6 = FloatVector.broadcast(LANES, a[r6 + s]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      c62 = a6.fma(b2, c62);
      FloatVector a7 = FloatVector.broadcast(LANES, a[r7 + s]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
      c72 = a7.fma(b2, c72);
    }
    float[] out = q.out;
    int[] outRows = q.outRows;
    int outRow = q.outRow(row);
    int outColumn = q.outColumn(column);
    int o0 = outRows[outRow] + outColumn;
    c00.intoArray(out, o0);
    c01.intoArray(out, o0 + WIDTH);
    c02.intoArray(out, o0 + last);
    int o1 = outRows[outRow + 1] + outColumn;
    c10.intoArray(out, o1);
    c11.intoArray(out, o1 + WIDTH);
    c12.intoArray(out, o1 + last);
    int o2 = outRows[outRow + 2] + outColumn;
    c20.intoArray(out, o2);
    c21.intoArray(out, o2 + WIDTH);
    c22.intoArray(out, o2 + last);
    int o3 = outRows[outRow + 3] + outColumn;
    c30.intoArray(out, o3);
    c31.intoArray(out, o3 + WIDTH);
    c32.intoArray(out, o3 + last);
    int o4 = outRows[outRow + 4] + outColumn;
    c40.intoArray(out, o4);
    c41.intoArray(out, o4 + WIDTH);
    c42.intoArray(out, o4 + last);
    int o5 = outRows[outRow + 5] + outColumn;
    c50.intoArray(out, o5);
    c51.intoArray(out, o5 + WIDTH);
    c52.intoArray(out, o5 + last);
    int o6 = outRows[outRow + 6] + outColumn;
    c60.intoArray(out, o6);
    c61.intoArray(out, o6 + WIDTH);
    c62.intoArray(out, o6 + last);
    int o7 = outRows[outRow + 7] + outColumn;
    c70.intoArray(out, o7);
    c71.intoArray(out, o7 + WIDTH);
    c72.intoArray(out, o7 + last);
  }

  /** Eight rows by two vectors; {@code last} is where the last vector begins. */
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
    int r4 = q.aRows[row + 4];
    int r5 = q.aRows[row + 5];
    int r6 = q.aRows[row + 6];
    int r7 = q.aRows[row + 7];
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
    int i4 = inRows[inRow + 4] + inColumn;
    FloatVector c40 = FloatVector.fromArray(LANES, in, i4);
    FloatVector c41 = FloatVector.fromArray(LANES, in, i4 + last);
    int i5 = inRows[inRow + 5] + inColumn;
    FloatVector c50 = FloatVector.fromArray(LANES, in, i5);
    FloatVector c51 = FloatVector.fromArray(LANES, in, i5 + last);
    int i6 = inRows[inRow + 6] + inColumn;
    FloatVector c60 = FloatVector.fromArray(LANES, in, i6);
    FloatVector c61 = FloatVector.fromArray(LANES, in, i6 + last);
    int i7 = inRows[inRow + 7] + inColumn;
    FloatVector c70 = FloatVector.fromArray(LANES, in, i7);
    FloatVector c71 = FloatVector.fromArray(LANES, in, i7 + last);
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
      FloatVector a4 = FloatVector.broadcast(LANES, a[r4 + s]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(LANES, a[r5 + s]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(LANES, a[r6 + s]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(LANES, a[r7 + s]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
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
    int o4 = outRows[outRow + 4] + outColumn;
    c40.intoArray(out, o4);
    c41.intoArray(out, o4 + last);
    int o5 = outRows[outRow + 5] + outColumn;
    c50.intoArray(out, o5);
    c51.intoArray(out, o5 + last);
    int o6 = outRows[outRow + 6] + outColumn;
    c60.intoArray(out, o6);
    c61.intoArray(out, o6 + last);
    int o7 = outRows[outRow + 7] + outColumn;
    c70.intoArray(out, o7);
    c71.intoArray(out, o7 + last);
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
    int r4 = q.aRows[row + 4];
    int r5 = q.aRows[row + 5];
    int r6 = q.aRows[row + 6];
    int r7 = q.aRows[row + 7];
    int i0 = inRows[inRow] + inColumn;
    FloatVector c00 = FloatVector.fromArray(LANES, in, i0);
    int i1 = inRows[inRow + 1] + inColumn;
    FloatVector c10 = FloatVector.fromArray(LANES, in, i1);
    int i2 = inRows[inRow + 2] + inColumn;
    FloatVector c20 = FloatVector.fromArray(LANES, in, i2);
    int i3 = inRows[inRow + 3] + inColumn;
    FloatVector c30 = FloatVector.fromArray(LANES, in, i3);
    int i4 = inRows[inRow + 4] + inColumn;
    FloatVector c40 = FloatVector.fromArray(LANES, in, i4);
    int i5 = inRows[inRow + 5] + inColumn;
    FloatVector c50 = FloatVector.fromArray(LANES, in, i5);
    int i6 = inRows[inRow + 6] + inColumn;
    FloatVector c60 = FloatVector.fromArray(LANES, in, i6);
    int i7 = inRows[inRow + 7] + inColumn;
    FloatVector c70 = FloatVector.fromArray(LANES, in, i7);
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
      FloatVector a4 = FloatVector.broadcast(LANES, a[r4 + s]);
      c40 = a4.fma(b0, c40);
      FloatVector a5 = FloatVector.broadcast(LANES, a[r5 + s]);
      c50 = a5.fma(b0, c50);
      FloatVector a6 = FloatVector.broadcast(LANES, a[r6 + s]);
      c60 = a6.fma(b0, c60);
      FloatVector a7 = FloatVector.broadcast(LANES, a[r7 + s]);
      c70 = a7.fma(b0, c70);
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
    int o4 = outRows[outRow + 4] + outColumn;
    c40.intoArray(out, o4);
    int o5 = outRows[outRow + 5] + outColumn;
    c50.intoArray(out, o5);
    int o6 = outRows[outRow + 6] + outColumn;
    c60.intoArray(out, o6);
    int o7 = outRows[outRow + 7] + outColumn;
    c70.intoArray(out, o7);
  }
}
