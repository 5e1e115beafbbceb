package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import vae.autodiff.kernel.Unary;
import vae.autodiff.kernel.scalar.Elementary;
import vae.autodiff.kernel.scalar.ScalarFloatKernels;

/**
 * log Σ exp in two forms: lanes across slices, for an inner extent of a vector or more, and lanes
 * along one contiguous slice, for an inner extent of 1.
 */
final class VectorLogSumExp {

  /**
   * Fewer elements are better computed one by one: called once a step, these loops would take
   * thousands of steps until they are compiled, and be slower than that until then.
   */
  static final int MIN_VALUES = 256;

  private static final ScalarFloatKernels SCALAR = new ScalarFloatKernels();

  private VectorLogSumExp() {}

  /** All of x seen as [outer, count, inner]. */
  static void values(Split split, float[] x, int outer, int count, int inner, float[] y) {
    if (inner == 1) {
      split.rows(outer, count, Split.COSTLY, (from, to) -> along(x, count, y, from, to));
    } else if (inner < WIDTH) {
      SCALAR.logSumExp(x, outer, count, inner, y);
    } else if (outer == 1) {
      split.columns(
          Lanes.whole(inner),
          count,
          Split.COSTLY,
          (from, to) -> across(x, 0, count, inner, y, 0, from, to));
      lastAcross(x, 0, count, inner, y);
    } else {
      split.rows(
          outer,
          count * inner,
          Split.COSTLY,
          (from, to) -> acrossRows(x, count, inner, y, from, to));
    }
  }

  /** dx += dy · exp(x − y) for all of x seen as [outer, count, inner]. */
  static void gradients(
      Split split, float[] x, float[] y, float[] dy, int outer, int count, int inner, float[] dx) {
    if (inner == 1) {
      split.rows(
          outer, count, Split.COSTLY, (from, to) -> alongGradient(x, y, dy, count, dx, from, to));
    } else {
      split.rows(
          outer * count,
          inner,
          Split.COSTLY,
          (from, to) -> acrossGradient(x, y, dy, count, inner, dx, from, to));
    }
  }

  /** The outer rows [from, to) of x seen as [outer, count, inner]. */
  static void acrossRows(float[] x, int count, int inner, float[] y, int from, int to) {
    for (int o = from; o < to; o++) {
      across(x, o * count * inner, count, inner, y, o * inner, 0, Lanes.whole(inner));
      lastAcross(x, o, count, inner, y);
    }
  }

  /**
   * The slices of outer row o that do not fill a vector: the vector is shifted back, and what it
   * shares with its neighbour gets the same bits twice.
   */
  static void lastAcross(float[] x, int o, int count, int inner, float[] y) {
    if (inner % WIDTH != 0) {
      across(x, o * count * inner, count, inner, y, o * inner, inner - WIDTH, inner);
    }
  }

  /** The slices [from, to), whole vectors, of x seen as [count, inner]. */
  static void across(
      float[] x, int xOffset, int count, int inner, float[] y, int yOffset, int from, int to) {
    Scratch scratch = Scratch.ofThread();
    for (int first = from; first < to; first += Scratch.BLOCK) {
      int n = Math.min(Scratch.BLOCK, to - first);
      for (int j = 0; j < n; j += WIDTH) {
        sumAcross(x, xOffset + first + j, count, inner, scratch, j);
      }
      scratch.apply(Unary.LOG, n);
      addShifts(scratch, y, yOffset + first, n);
    }
  }

  /** Sums of exponentials into values[j, …], what was subtracted before into shifts[j, …]. */
  private static void sumAcross(
      float[] x, int first, int count, int inner, Scratch scratch, int j) {
    FloatVector zero = broadcast(SPECIES, 0f);
    FloatVector largest = broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    for (int c = 0; c < count; c++) {
      FloatVector v = fromArray(SPECIES, x, first + c * inner);
      largest = largest.blend(v, v.compare(GT, largest));
    }
    FloatVector shift = zero.blend(largest, largest.abs().compare(LE, Float.MAX_VALUE));
    FloatVector sum = zero;
    for (int c = 0; c < count; c++) {
      FloatVector v = fromArray(SPECIES, x, first + c * inner);
      sum = sum.add(VectorElementary.exp(v.sub(shift)));
    }
    sum.intoArray(scratch.values, j);
    shift.intoArray(scratch.shifts, j);
  }

  /** y[i] = values[i] + shifts[i]. */
  private static void addShifts(Scratch scratch, float[] y, int yOffset, int n) {
    for (int i = 0; i < n; i++) {
      y[yOffset + i] = scratch.values[i] + scratch.shifts[i];
    }
  }

  /** The slices [from, to) of x seen as [outer, count]. */
  static void along(float[] x, int count, float[] y, int from, int to) {
    Scratch scratch = Scratch.ofThread();
    int rows = Scratch.rows(count);
    for (int first = from; first < to; first += rows) {
      int end = Math.min(to, first + rows);
      for (int o = first; o < end; o++) {
        float largest = largest(x, o * count, count);
        scratch.shifts[o - first] = Math.abs(largest) <= Float.MAX_VALUE ? largest : 0;
        y[o] = 0;
      }
      // More than one row only where a row is less than a block.
      for (int c = 0; c < count; c += Scratch.BLOCK) {
        int n = Math.min(Scratch.BLOCK, count - c);
        for (int o = first; o < end; o++) {
          float shift = scratch.shifts[o - first];
          subtract(x, o * count + c, n, shift, scratch.values, (o - first) * n);
        }
        scratch.apply(Unary.EXP, (end - first) * n);
        addRows(scratch.values, end - first, n, y, first);
      }
      System.arraycopy(y, first, scratch.values, 0, end - first);
      scratch.apply(Unary.LOG, end - first);
      addShifts(scratch, y, first, end - first);
    }
  }

  private static void subtract(float[] x, int first, int n, float shift, float[] y, int at) {
    FloatVector less = broadcast(SPECIES, shift);
    int whole = Lanes.whole(n);
    for (int c = 0; c < whole; c += WIDTH) {
      fromArray(SPECIES, x, first + c).sub(less).intoArray(y, at + c);
    }
    for (int c = whole; c < n; c++) {
      y[at + c] = x[first + c] - shift;
    }
  }

  /**
   * y[yFirst + r] += values[r, 0] + values[r, 1] + …, in order, four independent rows at a time.
   */
  private static void addRows(float[] values, int rows, int n, float[] y, int yFirst) {
    int r = 0;
    for (; r <= rows - 4; r += 4) {
      int at = r * n;
      float sum0 = y[yFirst + r];
      float sum1 = y[yFirst + r + 1];
      float sum2 = y[yFirst + r + 2];
      float sum3 = y[yFirst + r + 3];
      for (int c = 0; c < n; c++) {
        sum0 += values[at + c];
        sum1 += values[at + n + c];
        sum2 += values[at + 2 * n + c];
        sum3 += values[at + 3 * n + c];
      }
      y[yFirst + r] = sum0;
      y[yFirst + r + 1] = sum1;
      y[yFirst + r + 2] = sum2;
      y[yFirst + r + 3] = sum3;
    }
    for (; r < rows; r++) {
      float sum = y[yFirst + r];
      for (int c = 0; c < n; c++) {
        sum += values[r * n + c];
      }
      y[yFirst + r] = sum;
    }
  }

  /** The largest of n elements; a NaN counts for nothing, because it makes the sum NaN anyway. */
  private static float largest(float[] x, int first, int n) {
    FloatVector most = broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    int whole = Lanes.whole(n);
    for (int c = 0; c < whole; c += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, first + c);
      most = most.blend(v, v.compare(GT, most));
    }
    float largest = Float.NEGATIVE_INFINITY;
    for (int lane = 0; lane < WIDTH; lane++) {
      largest = larger(largest, most.lane(lane));
    }
    for (int c = whole; c < n; c++) {
      largest = larger(largest, x[first + c]);
    }
    return largest;
  }

  private static float larger(float a, float b) {
    return b > a ? b : a;
  }

  /** Gradients of the rows [from, to) of x seen as [outer · count, inner]. */
  static void acrossGradient(
      float[] x, float[] y, float[] dy, int count, int inner, float[] dx, int from, int to) {
    int whole = Lanes.whole(inner);
    for (int r = from; r < to; r++) {
      int row = r * inner;
      int of = r / count * inner;
      for (int j = 0; j < whole; j += WIDTH) {
        FloatVector v = fromArray(SPECIES, x, row + j).sub(fromArray(SPECIES, y, of + j));
        FloatVector share = VectorElementary.exp(v);
        FloatVector sum = fromArray(SPECIES, dx, row + j);
        fromArray(SPECIES, dy, of + j).fma(share, sum).intoArray(dx, row + j);
      }
      for (int j = whole; j < inner; j++) {
        float share = Elementary.exp(x[row + j] - y[of + j]);
        dx[row + j] = Math.fma(dy[of + j], share, dx[row + j]);
      }
    }
  }

  /** Gradients of the slices [from, to) of x seen as [outer, count]. */
  static void alongGradient(
      float[] x, float[] y, float[] dy, int count, float[] dx, int from, int to) {
    int whole = Lanes.whole(count);
    for (int o = from; o < to; o++) {
      int row = o * count;
      FloatVector total = broadcast(SPECIES, y[o]);
      FloatVector factor = broadcast(SPECIES, dy[o]);
      for (int c = 0; c < whole; c += WIDTH) {
        FloatVector share = VectorElementary.exp(fromArray(SPECIES, x, row + c).sub(total));
        factor.fma(share, fromArray(SPECIES, dx, row + c)).intoArray(dx, row + c);
      }
      for (int c = whole; c < count; c++) {
        float share = Elementary.exp(x[row + c] - y[o]);
        dx[row + c] = Math.fma(dy[o], share, dx[row + c]);
      }
    }
  }
}
