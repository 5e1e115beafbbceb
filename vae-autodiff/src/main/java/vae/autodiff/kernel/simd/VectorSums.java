package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static vae.autodiff.kernel.Kernels.LANES;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.scalar.LaneTree;

/** Sums: element by element into an array, over all elements, over rows. */
final class VectorSums {

  /** Vectors of columns that are summed side by side, in registers. */
  private static final int BLOCK = 4 * WIDTH;

  /** Elements that stay in the first cache while each vector of lanes passes over them. */
  private static final int SLICE = 4096;

  private VectorSums() {}

  static void accumulate(float[] x, int xOffset, float[] y, int yOffset, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector sum = fromArray(SPECIES, y, yOffset + i);
      sum.add(fromArray(SPECIES, x, xOffset + i)).intoArray(y, yOffset + i);
    }
  }

  /** y[i] = fma(a[i], b[i], y[i]) for ranges of whole vectors; a stride is 0 or 1. */
  static Split.Range products(
      float[] a,
      int aOffset,
      int aStride,
      float[] b,
      int bOffset,
      int bStride,
      float[] y,
      int yOffset) {
    if (aStride == 0 && bStride == 0) {
      float factor = a[aOffset];
      float other = b[bOffset];
      return (from, to) -> multiplyAdd(factor, other, y, yOffset, from, to);
    }
    if (aStride == 0) {
      float factor = a[aOffset];
      return (from, to) -> multiplyAdd(factor, b, bOffset, y, yOffset, from, to);
    }
    if (bStride == 0) {
      float factor = b[bOffset];
      return (from, to) -> multiplyAdd(factor, a, aOffset, y, yOffset, from, to);
    }
    return (from, to) -> multiplyAdd(a, aOffset, b, bOffset, y, yOffset, from, to);
  }

  private static void multiplyAdd(
      float[] a, int aOffset, float[] b, int bOffset, float[] y, int yOffset, int from, int to) {
    for (int i = from; i < to; i += WIDTH) {
      FloatVector factor = fromArray(SPECIES, a, aOffset + i);
      FloatVector other = fromArray(SPECIES, b, bOffset + i);
      factor.fma(other, fromArray(SPECIES, y, yOffset + i)).intoArray(y, yOffset + i);
    }
  }

  private static void multiplyAdd(
      float a, float[] b, int bOffset, float[] y, int yOffset, int from, int to) {
    FloatVector factor = broadcast(SPECIES, a);
    for (int i = from; i < to; i += WIDTH) {
      FloatVector other = fromArray(SPECIES, b, bOffset + i);
      factor.fma(other, fromArray(SPECIES, y, yOffset + i)).intoArray(y, yOffset + i);
    }
  }

  private static void multiplyAdd(float a, float b, float[] y, int yOffset, int from, int to) {
    FloatVector factor = broadcast(SPECIES, a);
    FloatVector other = broadcast(SPECIES, b);
    for (int i = from; i < to; i += WIDTH) {
      factor.fma(other, fromArray(SPECIES, y, yOffset + i)).intoArray(y, yOffset + i);
    }
  }

  /** The lane sum of n elements. */
  static float sum(float[] x, int xOffset, int n) {
    float[] lanes = Scratch.ofThread().lanes;
    Arrays.fill(lanes, 0);
    int whole = n - n % LANES;
    for (int from = 0; from < whole; from += SLICE) {
      addSlice(x, xOffset + from, Math.min(SLICE, whole - from), lanes);
    }
    for (int i = whole; i < n; i++) {
      lanes[i - whole] += x[xOffset + i];
    }
    return LaneTree.tree(lanes);
  }

  private static void addSlice(float[] x, int xOffset, int n, float[] lanes) {
    for (int lane = 0; lane < LANES; lane += WIDTH) {
      FloatVector sum = fromArray(SPECIES, lanes, lane);
      for (int i = lane; i < n; i += LANES) {
        sum = sum.add(fromArray(SPECIES, x, xOffset + i));
      }
      sum.intoArray(lanes, lane);
    }
  }

  /** y[j] += x[0, j] + x[1, j] + … for the columns [from, to). */
  static void columns(float[] x, int rows, int columns, float[] y, int from, int to) {
    int j = from;
    for (; j <= to - BLOCK; j += BLOCK) {
      fourVectorsOfColumns(x, rows, columns, y, j);
    }
    for (; j < to; j += WIDTH) {
      vectorOfColumns(x, rows, columns, y, j);
    }
  }

  private static void fourVectorsOfColumns(float[] x, int rows, int columns, float[] y, int j) {
    FloatVector sum0 = fromArray(SPECIES, y, j);
    FloatVector sum1 = fromArray(SPECIES, y, j + WIDTH);
    FloatVector sum2 = fromArray(SPECIES, y, j + 2 * WIDTH);
    FloatVector sum3 = fromArray(SPECIES, y, j + 3 * WIDTH);
    int at = j;
    for (int r = 0; r < rows; r++) {
      sum0 = sum0.add(fromArray(SPECIES, x, at));
      sum1 = sum1.add(fromArray(SPECIES, x, at + WIDTH));
      sum2 = sum2.add(fromArray(SPECIES, x, at + 2 * WIDTH));
      sum3 = sum3.add(fromArray(SPECIES, x, at + 3 * WIDTH));
      at += columns;
    }
    sum0.intoArray(y, j);
    sum1.intoArray(y, j + WIDTH);
    sum2.intoArray(y, j + 2 * WIDTH);
    sum3.intoArray(y, j + 3 * WIDTH);
  }

  private static void vectorOfColumns(float[] x, int rows, int columns, float[] y, int j) {
    FloatVector sum = fromArray(SPECIES, y, j);
    int at = j;
    for (int r = 0; r < rows; r++) {
      sum = sum.add(fromArray(SPECIES, x, at));
      at += columns;
    }
    sum.intoArray(y, j);
  }
}
