package vae.autodiff.kernel.simd;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of a few rows of factors with vectors that are read from where their elements lie: \[
 * s_{rvl} \leftarrow s_{rvl} + \sum_p f_{rp} \, a[\mathrm{begin}_v + \mathrm{step}_p + l] \] for
 * the lanes l of each vector v, each sum one chain of fma over p, in order.
 *
 * <p>What {@link PatchProduct} is for many columns this is for few: there a vector holds columns,
 * here it holds rows. An instance belongs to one thread; its fields are the operands, set by the
 * caller before {@link #multiply}.
 */
final class LaneProduct {

  private static final VectorSpecies<Float> LANES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = LANES.length();

  /** Vectors computed side by side for one row: enough chains to hide the latency of an fma. */
  private static final int GROUP = 8;

  /**
   * Most rows that share what is loaded. A vector seldom lies on one cache line, so that loading it
   * takes as long as two fma; sixteen sums need 32 vector registers.
   */
  private static final int ROWS = VectorGemmTiles.ROWS == 8 ? 4 : 2;

  /** Holds the vectors' elements. */
  float[] a;

  /** What each step adds to a vector's beginning. */
  int[] steps;

  int firstStep;

  int k;

  float[] factors;

  /** Distance of two factors of a row. */
  int factorStride;

  /** Distance of two rows of factors. */
  int rowStride;

  /** The sums, row by row and vector by vector: what the chains start from, and where they end. */
  float[] sums = {};

  private int[] begins = {};
  private int vectors;
  private int rowLength;

  /** Makes room for n vectors and forgets those there are. */
  void reserve(int rows, int n) {
    int whole = (n + GROUP - 1) / GROUP * GROUP;
    if (begins.length < whole) {
      begins = new int[whole];
    }
    rowLength = whole * WIDTH;
    if (sums.length < rows * rowLength) {
      sums = new float[rows * rowLength];
    }
    vectors = 0;
  }

  void vector(int begin) {
    begins[vectors] = begin;
    vectors++;
  }

  /** Where the sums of a row begin. */
  int row(int row) {
    return row * rowLength;
  }

  void clear(int rows) {
    Arrays.fill(sums, 0, rows * rowLength, 0);
  }

  /**
   * Continues the chains. Missing vectors of the last group repeat its last one, into sums that
   * nobody reads.
   *
   * @param factor where the first factor of the first row is
   */
  void multiply(int rows, int factor) {
    for (int v = vectors; v % GROUP != 0; v++) {
      begins[v] = begins[vectors - 1];
    }
    for (int row = 0, tile; row < rows; row += tile) {
      tile = rows - row >= ROWS ? ROWS : rows - row >= 2 ? 2 : 1;
      multiply(row, tile, factor + row * rowStride);
    }
  }

  private void multiply(int row, int rows, int factor) {
    int group = rows == 1 ? GROUP : 4;
    for (int v = 0; v < vectors; v += group) {
      if (rows == 4) {
        fourRows(row, v, factor);
      } else if (rows == 2) {
        twoRows(row, v, factor);
      } else {
        oneRow(row, v, factor);
      }
    }
  }

  private void fourRows(int row, int v, int factor) {
    float[] a = this.a;
    int[] steps = this.steps;
    float[] factors = this.factors;
    float[] sums = this.sums;
    int firstStep = this.firstStep;
    int factorStride = this.factorStride;
    int rowStride = this.rowStride;
    int k = this.k;
    int begin0 = begins[v];
    int begin1 = begins[v + 1];
    int begin2 = begins[v + 2];
    int begin3 = begins[v + 3];
    int at0 = row * rowLength + v * WIDTH;
    FloatVector s00 = FloatVector.fromArray(LANES, sums, at0);
    FloatVector s01 = FloatVector.fromArray(LANES, sums, at0 + WIDTH);
    FloatVector s02 = FloatVector.fromArray(LANES, sums, at0 + 2 * WIDTH);
    FloatVector s03 = FloatVector.fromArray(LANES, sums, at0 + 3 * WIDTH);
    int at1 = (row + 1) * rowLength + v * WIDTH;
    FloatVector s10 = FloatVector.fromArray(LANES, sums, at1);
    FloatVector s11 = FloatVector.fromArray(LANES, sums, at1 + WIDTH);
    FloatVector s12 = FloatVector.fromArray(LANES, sums, at1 + 2 * WIDTH);
    FloatVector s13 = FloatVector.fromArray(LANES, sums, at1 + 3 * WIDTH);
    int at2 = (row + 2) * rowLength + v * WIDTH;
    FloatVector s20 = FloatVector.fromArray(LANES, sums, at2);
    FloatVector s21 = FloatVector.fromArray(LANES, sums, at2 + WIDTH);
    FloatVector s22 = FloatVector.fromArray(LANES, sums, at2 + 2 * WIDTH);
    FloatVector s23 = FloatVector.fromArray(LANES, sums, at2 + 3 * WIDTH);
    int at3 = (row + 3) * rowLength + v * WIDTH;
    FloatVector s30 = FloatVector.fromArray(LANES, sums, at3);
    FloatVector s31 = FloatVector.fromArray(LANES, sums, at3 + WIDTH);
    FloatVector s32 = FloatVector.fromArray(LANES, sums, at3 + 2 * WIDTH);
    FloatVector s33 = FloatVector.fromArray(LANES, sums, at3 + 3 * WIDTH);
    for (int p = 0; p < k; p++) {
      int s = steps[firstStep + p];
      FloatVector f0 = FloatVector.broadcast(LANES, factors[factor]);
      FloatVector f1 = FloatVector.broadcast(LANES, factors[factor + rowStride]);
      FloatVector f2 = FloatVector.broadcast(LANES, factors[factor + 2 * rowStride]);
      FloatVector f3 = FloatVector.broadcast(LANES, factors[factor + 3 * rowStride]);
      factor += factorStride;
      FloatVector a0 = FloatVector.fromArray(LANES, a, begin0 + s);
      s00 = f0.fma(a0, s00);
      s10 = f1.fma(a0, s10);
      s20 = f2.fma(a0, s20);
      s30 = f3.fma(a0, s30);
      FloatVector a1 = FloatVector.fromArray(LANES, a, begin1 + s);
      s01 = f0.fma(a1, s01);
      s11 = f1.fma(a1, s11);
      s21 = f2.fma(a1, s21);
      s31 = f3.fma(a1, s31);
      FloatVector a2 = FloatVector.fromArray(LANES, a, begin2 + s);
      s02 = f0.fma(a2, s02);
      s12 = f1.fma(a2, s12);
      s22 = f2.fma(a2, s22);
      s32 = f3.fma(a2, s32);
      FloatVector a3 = FloatVector.fromArray(LANES, a, begin3 + s);
      s03 = f0.fma(a3, s03);
      s13 = f1.fma(a3, s13);
      s23 = f2.fma(a3, s23);
      s33 = f3.fma(a3, s33);
    }
    s00.intoArray(sums, at0);
    s01.intoArray(sums, at0 + WIDTH);
    s02.intoArray(sums, at0 + 2 * WIDTH);
    s03.intoArray(sums, at0 + 3 * WIDTH);
    s10.intoArray(sums, at1);
    s11.intoArray(sums, at1 + WIDTH);
    s12.intoArray(sums, at1 + 2 * WIDTH);
    s13.intoArray(sums, at1 + 3 * WIDTH);
    s20.intoArray(sums, at2);
    s21.intoArray(sums, at2 + WIDTH);
    s22.intoArray(sums, at2 + 2 * WIDTH);
    s23.intoArray(sums, at2 + 3 * WIDTH);
    s30.intoArray(sums, at3);
    s31.intoArray(sums, at3 + WIDTH);
    s32.intoArray(sums, at3 + 2 * WIDTH);
    s33.intoArray(sums, at3 + 3 * WIDTH);
  }

  private void twoRows(int row, int v, int factor) {
    float[] a = this.a;
    int[] steps = this.steps;
    float[] factors = this.factors;
    float[] sums = this.sums;
    int firstStep = this.firstStep;
    int factorStride = this.factorStride;
    int rowStride = this.rowStride;
    int k = this.k;
    int begin0 = begins[v];
    int begin1 = begins[v + 1];
    int begin2 = begins[v + 2];
    int begin3 = begins[v + 3];
    int at0 = row * rowLength + v * WIDTH;
    FloatVector s00 = FloatVector.fromArray(LANES, sums, at0);
    FloatVector s01 = FloatVector.fromArray(LANES, sums, at0 + WIDTH);
    FloatVector s02 = FloatVector.fromArray(LANES, sums, at0 + 2 * WIDTH);
    FloatVector s03 = FloatVector.fromArray(LANES, sums, at0 + 3 * WIDTH);
    int at1 = (row + 1) * rowLength + v * WIDTH;
    FloatVector s10 = FloatVector.fromArray(LANES, sums, at1);
    FloatVector s11 = FloatVector.fromArray(LANES, sums, at1 + WIDTH);
    FloatVector s12 = FloatVector.fromArray(LANES, sums, at1 + 2 * WIDTH);
    FloatVector s13 = FloatVector.fromArray(LANES, sums, at1 + 3 * WIDTH);
    for (int p = 0; p < k; p++) {
      int s = steps[firstStep + p];
      FloatVector f0 = FloatVector.broadcast(LANES, factors[factor]);
      FloatVector f1 = FloatVector.broadcast(LANES, factors[factor + rowStride]);
      factor += factorStride;
      FloatVector a0 = FloatVector.fromArray(LANES, a, begin0 + s);
      s00 = f0.fma(a0, s00);
      s10 = f1.fma(a0, s10);
      FloatVector a1 = FloatVector.fromArray(LANES, a, begin1 + s);
      s01 = f0.fma(a1, s01);
      s11 = f1.fma(a1, s11);
      FloatVector a2 = FloatVector.fromArray(LANES, a, begin2 + s);
      s02 = f0.fma(a2, s02);
      s12 = f1.fma(a2, s12);
      FloatVector a3 = FloatVector.fromArray(LANES, a, begin3 + s);
      s03 = f0.fma(a3, s03);
      s13 = f1.fma(a3, s13);
    }
    s00.intoArray(sums, at0);
    s01.intoArray(sums, at0 + WIDTH);
    s02.intoArray(sums, at0 + 2 * WIDTH);
    s03.intoArray(sums, at0 + 3 * WIDTH);
    s10.intoArray(sums, at1);
    s11.intoArray(sums, at1 + WIDTH);
    s12.intoArray(sums, at1 + 2 * WIDTH);
    s13.intoArray(sums, at1 + 3 * WIDTH);
  }

  private void oneRow(int row, int v, int factor) {
    float[] a = this.a;
    int[] steps = this.steps;
    float[] factors = this.factors;
    float[] sums = this.sums;
    int firstStep = this.firstStep;
    int factorStride = this.factorStride;
    int k = this.k;
    int begin0 = begins[v];
    int begin1 = begins[v + 1];
    int begin2 = begins[v + 2];
    int begin3 = begins[v + 3];
    int begin4 = begins[v + 4];
    int begin5 = begins[v + 5];
    int begin6 = begins[v + 6];
    int begin7 = begins[v + 7];
    int at0 = row * rowLength + v * WIDTH;
    FloatVector s00 = FloatVector.fromArray(LANES, sums, at0);
    FloatVector s01 = FloatVector.fromArray(LANES, sums, at0 + WIDTH);
    FloatVector s02 = FloatVector.fromArray(LANES, sums, at0 + 2 * WIDTH);
    FloatVector s03 = FloatVector.fromArray(LANES, sums, at0 + 3 * WIDTH);
    FloatVector s04 = FloatVector.fromArray(LANES, sums, at0 + 4 * WIDTH);
    FloatVector s05 = FloatVector.fromArray(LANES, sums, at0 + 5 * WIDTH);
    FloatVector s06 = FloatVector.fromArray(LANES, sums, at0 + 6 * WIDTH);
    FloatVector s07 = FloatVector.fromArray(LANES, sums, at0 + 7 * WIDTH);
    for (int p = 0; p < k; p++) {
      int s = steps[firstStep + p];
      FloatVector f0 = FloatVector.broadcast(LANES, factors[factor]);
      factor += factorStride;
      FloatVector a0 = FloatVector.fromArray(LANES, a, begin0 + s);
      s00 = f0.fma(a0, s00);
      FloatVector a1 = FloatVector.fromArray(LANES, a, begin1 + s);
      s01 = f0.fma(a1, s01);
      FloatVector a2 = FloatVector.fromArray(LANES, a, begin2 + s);
      s02 = f0.fma(a2, s02);
      FloatVector a3 = FloatVector.fromArray(LANES, a, begin3 + s);
      s03 = f0.fma(a3, s03);
      FloatVector a4 = FloatVector.fromArray(LANES, a, begin4 + s);
      s04 = f0.fma(a4, s04);
      FloatVector a5 = FloatVector.fromArray(LANES, a, begin5 + s);
      s05 = f0.fma(a5, s05);
      FloatVector a6 = FloatVector.fromArray(LANES, a, begin6 + s);
      s06 = f0.fma(a6, s06);
      FloatVector a7 = FloatVector.fromArray(LANES, a, begin7 + s);
      s07 = f0.fma(a7, s07);
    }
    s00.intoArray(sums, at0);
    s01.intoArray(sums, at0 + WIDTH);
    s02.intoArray(sums, at0 + 2 * WIDTH);
    s03.intoArray(sums, at0 + 3 * WIDTH);
    s04.intoArray(sums, at0 + 4 * WIDTH);
    s05.intoArray(sums, at0 + 5 * WIDTH);
    s06.intoArray(sums, at0 + 6 * WIDTH);
    s07.intoArray(sums, at0 + 7 * WIDTH);
  }
}
