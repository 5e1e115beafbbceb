package vae.autodiff.kernel.simd;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The register tiles of eight rows: up to 24 accumulators of a vector each.
 *
 * <p>Eight rows by three vectors make 24 independent chains and 24 fma for eleven loads, and with
 * three vectors of B and one factor of A they fit the 32 registers of AVX-512 and NEON.
 * Accumulators are local variables, one by one, because only those stay in registers.
 *
 * <p>Every tile loads its start values from {@code in}, continues each chain by k steps and stores
 * to {@code out}. A holds ROWS factors per step, packed; B a row per step, bStride apart, its
 * vectors side by side: with offsets that are constants, the loop keeps no bounds in registers and
 * runs at 95 % of the fma peak instead of 88 %. In {@code in} and {@code out} the last vector lies
 * {@code last} columns right of the first and may overlap with its neighbour, as long as B repeats
 * the columns: a column computed twice in one tile gets the same bits twice.
 */
final class VectorGemmEightRows {

  static final int ROWS = 8;

  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = LANES.length();

  private VectorGemmEightRows() {}

  static void by3(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStride,
      int last,
      float[] in,
      int inOffset,
      int inStride,
      float[] out,
      int outOffset,
      int outStride) {
    FloatVector c00 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c01 = FloatVector.fromArray(LANES, in, inOffset + WIDTH);
    FloatVector c02 = FloatVector.fromArray(LANES, in, inOffset + last);
    inOffset += inStride;
    FloatVector c10 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c11 = FloatVector.fromArray(LANES, in, inOffset + WIDTH);
    FloatVector c12 = FloatVector.fromArray(LANES, in, inOffset + last);
    inOffset += inStride;
    FloatVector c20 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c21 = FloatVector.fromArray(LANES, in, inOffset + WIDTH);
    FloatVector c22 = FloatVector.fromArray(LANES, in, inOffset + last);
    inOffset += inStride;
    FloatVector c30 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c31 = FloatVector.fromArray(LANES, in, inOffset + WIDTH);
    FloatVector c32 = FloatVector.fromArray(LANES, in, inOffset + last);
    inOffset += inStride;
    FloatVector c40 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c41 = FloatVector.fromArray(LANES, in, inOffset + WIDTH);
    FloatVector c42 = FloatVector.fromArray(LANES, in, inOffset + last);
    inOffset += inStride;
    FloatVector c50 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c51 = FloatVector.fromArray(LANES, in, inOffset + WIDTH);
    FloatVector c52 = FloatVector.fromArray(LANES, in, inOffset + last);
    inOffset += inStride;
    FloatVector c60 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c61 = FloatVector.fromArray(LANES, in, inOffset + WIDTH);
    FloatVector c62 = FloatVector.fromArray(LANES, in, inOffset + last);
    inOffset += inStride;
    FloatVector c70 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c71 = FloatVector.fromArray(LANES, in, inOffset + WIDTH);
    FloatVector c72 = FloatVector.fromArray(LANES, in, inOffset + last);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bOffset);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bOffset + WIDTH);
      FloatVector b2 = FloatVector.fromArray(LANES, b, bOffset + 2 * WIDTH);
      bOffset += bStride;
      FloatVector a0 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      c02 = a0.fma(b2, c02);
      FloatVector a1 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      c12 = a1.fma(b2, c12);
      FloatVector a2 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      c22 = a2.fma(b2, c22);
      FloatVector a3 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      c32 = a3.fma(b2, c32);
      FloatVector a4 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      c42 = a4.fma(b2, c42);
      FloatVector a5 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      c52 = a5.fma(b2, c52);
      FloatVector a6 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      c62 = a6.fma(b2, c62);
      FloatVector a7 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
      c72 = a7.fma(b2, c72);
    }
    c00.intoArray(out, outOffset);
    c01.intoArray(out, outOffset + WIDTH);
    c02.intoArray(out, outOffset + last);
    outOffset += outStride;
    c10.intoArray(out, outOffset);
    c11.intoArray(out, outOffset + WIDTH);
    c12.intoArray(out, outOffset + last);
    outOffset += outStride;
    c20.intoArray(out, outOffset);
    c21.intoArray(out, outOffset + WIDTH);
    c22.intoArray(out, outOffset + last);
    outOffset += outStride;
    c30.intoArray(out, outOffset);
    c31.intoArray(out, outOffset + WIDTH);
    c32.intoArray(out, outOffset + last);
    outOffset += outStride;
    c40.intoArray(out, outOffset);
    c41.intoArray(out, outOffset + WIDTH);
    c42.intoArray(out, outOffset + last);
    outOffset += outStride;
    c50.intoArray(out, outOffset);
    c51.intoArray(out, outOffset + WIDTH);
    c52.intoArray(out, outOffset + last);
    outOffset += outStride;
    c60.intoArray(out, outOffset);
    c61.intoArray(out, outOffset + WIDTH);
    c62.intoArray(out, outOffset + last);
    outOffset += outStride;
    c70.intoArray(out, outOffset);
    c71.intoArray(out, outOffset + WIDTH);
    c72.intoArray(out, outOffset + last);
  }

  static void by2(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStride,
      int last,
      float[] in,
      int inOffset,
      int inStride,
      float[] out,
      int outOffset,
      int outStride) {
    FloatVector c00 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c01 = FloatVector.fromArray(LANES, in, inOffset + last);
    inOffset += inStride;
    FloatVector c10 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c11 = FloatVector.fromArray(LANES, in, inOffset + last);
    inOffset += inStride;
    FloatVector c20 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c21 = FloatVector.fromArray(LANES, in, inOffset + last);
    inOffset += inStride;
    FloatVector c30 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c31 = FloatVector.fromArray(LANES, in, inOffset + last);
    inOffset += inStride;
    FloatVector c40 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c41 = FloatVector.fromArray(LANES, in, inOffset + last);
    inOffset += inStride;
    FloatVector c50 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c51 = FloatVector.fromArray(LANES, in, inOffset + last);
    inOffset += inStride;
    FloatVector c60 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c61 = FloatVector.fromArray(LANES, in, inOffset + last);
    inOffset += inStride;
    FloatVector c70 = FloatVector.fromArray(LANES, in, inOffset);
    FloatVector c71 = FloatVector.fromArray(LANES, in, inOffset + last);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bOffset);
      FloatVector b1 = FloatVector.fromArray(LANES, b, bOffset + WIDTH);
      bOffset += bStride;
      FloatVector a0 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS]);
      c00 = a0.fma(b0, c00);
      c01 = a0.fma(b1, c01);
      FloatVector a1 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 1]);
      c10 = a1.fma(b0, c10);
      c11 = a1.fma(b1, c11);
      FloatVector a2 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 2]);
      c20 = a2.fma(b0, c20);
      c21 = a2.fma(b1, c21);
      FloatVector a3 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 3]);
      c30 = a3.fma(b0, c30);
      c31 = a3.fma(b1, c31);
      FloatVector a4 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 4]);
      c40 = a4.fma(b0, c40);
      c41 = a4.fma(b1, c41);
      FloatVector a5 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 5]);
      c50 = a5.fma(b0, c50);
      c51 = a5.fma(b1, c51);
      FloatVector a6 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 6]);
      c60 = a6.fma(b0, c60);
      c61 = a6.fma(b1, c61);
      FloatVector a7 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 7]);
      c70 = a7.fma(b0, c70);
      c71 = a7.fma(b1, c71);
    }
    c00.intoArray(out, outOffset);
    c01.intoArray(out, outOffset + last);
    outOffset += outStride;
    c10.intoArray(out, outOffset);
    c11.intoArray(out, outOffset + last);
    outOffset += outStride;
    c20.intoArray(out, outOffset);
    c21.intoArray(out, outOffset + last);
    outOffset += outStride;
    c30.intoArray(out, outOffset);
    c31.intoArray(out, outOffset + last);
    outOffset += outStride;
    c40.intoArray(out, outOffset);
    c41.intoArray(out, outOffset + last);
    outOffset += outStride;
    c50.intoArray(out, outOffset);
    c51.intoArray(out, outOffset + last);
    outOffset += outStride;
    c60.intoArray(out, outOffset);
    c61.intoArray(out, outOffset + last);
    outOffset += outStride;
    c70.intoArray(out, outOffset);
    c71.intoArray(out, outOffset + last);
  }

  static void by1(
      int k,
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      int bStride,
      float[] in,
      int inOffset,
      int inStride,
      float[] out,
      int outOffset,
      int outStride) {
    FloatVector c00 = FloatVector.fromArray(LANES, in, inOffset);
    inOffset += inStride;
    FloatVector c10 = FloatVector.fromArray(LANES, in, inOffset);
    inOffset += inStride;
    FloatVector c20 = FloatVector.fromArray(LANES, in, inOffset);
    inOffset += inStride;
    FloatVector c30 = FloatVector.fromArray(LANES, in, inOffset);
    inOffset += inStride;
    FloatVector c40 = FloatVector.fromArray(LANES, in, inOffset);
    inOffset += inStride;
    FloatVector c50 = FloatVector.fromArray(LANES, in, inOffset);
    inOffset += inStride;
    FloatVector c60 = FloatVector.fromArray(LANES, in, inOffset);
    inOffset += inStride;
    FloatVector c70 = FloatVector.fromArray(LANES, in, inOffset);
    for (int p = 0; p < k; p++) {
      FloatVector b0 = FloatVector.fromArray(LANES, b, bOffset);
      bOffset += bStride;
      FloatVector a0 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS]);
      c00 = a0.fma(b0, c00);
      FloatVector a1 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 1]);
      c10 = a1.fma(b0, c10);
      FloatVector a2 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 2]);
      c20 = a2.fma(b0, c20);
      FloatVector a3 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 3]);
      c30 = a3.fma(b0, c30);
      FloatVector a4 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 4]);
      c40 = a4.fma(b0, c40);
      FloatVector a5 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 5]);
      c50 = a5.fma(b0, c50);
      FloatVector a6 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 6]);
      c60 = a6.fma(b0, c60);
      FloatVector a7 = FloatVector.broadcast(LANES, a[aOffset + p * ROWS + 7]);
      c70 = a7.fma(b0, c70);
    }
    c00.intoArray(out, outOffset);
    outOffset += outStride;
    c10.intoArray(out, outOffset);
    outOffset += outStride;
    c20.intoArray(out, outOffset);
    outOffset += outStride;
    c30.intoArray(out, outOffset);
    outOffset += outStride;
    c40.intoArray(out, outOffset);
    outOffset += outStride;
    c50.intoArray(out, outOffset);
    outOffset += outStride;
    c60.intoArray(out, outOffset);
    outOffset += outStride;
    c70.intoArray(out, outOffset);
  }
}
