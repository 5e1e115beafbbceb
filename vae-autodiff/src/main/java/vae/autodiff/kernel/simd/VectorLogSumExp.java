package vae.autodiff.kernel.simd;

import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.NE;
import static vae.autodiff.kernel.simd.Lanes.SPECIES;
import static vae.autodiff.kernel.simd.Lanes.WIDTH;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import vae.autodiff.kernel.scalar.Elementary;

/**
 * log Σ exp in two forms: lanes across slices, for an inner extent of a vector or more, and lanes
 * along one contiguous slice, for an inner extent of 1.
 */
final class VectorLogSumExp {

  /** Elements of a slice whose exponentials are kept while they are added in order. */
  private static final int BLOCK = 1024;

  private static final ThreadLocal<float[]> EXPONENTIALS =
      ThreadLocal.withInitial(() -> new float[BLOCK]);

  private VectorLogSumExp() {}

  /** The outer rows [from, to) of x seen as [outer, count, inner]. */
  static void acrossRows(float[] x, int count, int inner, float[] y, int from, int to) {
    for (int o = from; o < to; o++) {
      for (int j = 0; j <= inner - WIDTH; j += WIDTH) {
        across(x, o * count * inner + j, count, inner, y, o * inner + j);
      }
      lastAcross(x, o, count, inner, y);
    }
  }

  /** The slices [from, to), whole vectors, of x seen as [count, inner]. */
  static void acrossColumns(float[] x, int count, int inner, float[] y, int from, int to) {
    for (int j = from; j < to; j += WIDTH) {
      across(x, j, count, inner, y, j);
    }
  }

  /**
   * The slices of outer row o that do not fill a vector: the vector is shifted back, and what it
   * shares with its neighbour gets the same bits twice.
   */
  static void lastAcross(float[] x, int o, int count, int inner, float[] y) {
    if (inner % WIDTH != 0) {
      int j = inner - WIDTH;
      across(x, o * count * inner + j, count, inner, y, o * inner + j);
    }
  }

  private static void across(float[] x, int first, int count, int inner, float[] y, int yOffset) {
    FloatVector largest = broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    int at = first;
    for (int c = 0; c < count; c++) {
      FloatVector v = fromArray(SPECIES, x, at);
      largest = largest.blend(v, v.compare(GT, largest).or(v.compare(NE, v)));
      at += inner;
    }
    VectorMask<Float> finite = largest.abs().compare(LE, Float.MAX_VALUE);
    FloatVector shift = broadcast(SPECIES, 0f).blend(largest, finite);
    FloatVector sum = broadcast(SPECIES, 0f);
    at = first;
    for (int c = 0; c < count; c++) {
      sum = sum.add(VectorElementary.exp(fromArray(SPECIES, x, at).sub(shift)));
      at += inner;
    }
    VectorElementary.log(sum).add(shift).intoArray(y, yOffset);
  }

  /** The slices [from, to) of x seen as [outer, count]. */
  static void along(float[] x, int count, float[] y, int from, int to) {
    float[] exponentials = EXPONENTIALS.get();
    for (int o = from; o < to; o++) {
      float largest = largest(x, o * count, count);
      float shift = Math.abs(largest) <= Float.MAX_VALUE ? largest : 0;
      float sum = 0;
      for (int block = 0; block < count; block += BLOCK) {
        int size = Math.min(BLOCK, count - block);
        exponentials(x, o * count + block, size, shift, exponentials);
        for (int c = 0; c < size; c++) {
          sum += exponentials[c];
        }
      }
      y[o] = Elementary.log(sum) + shift;
    }
  }

  /** The largest of n elements, NaN if one is NaN. */
  private static float largest(float[] x, int first, int n) {
    FloatVector most = broadcast(SPECIES, Float.NEGATIVE_INFINITY);
    int whole = Lanes.whole(n);
    for (int c = 0; c < whole; c += WIDTH) {
      FloatVector v = fromArray(SPECIES, x, first + c);
      most = most.blend(v, v.compare(GT, most).or(v.compare(NE, v)));
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
    return b > a || b != b ? b : a;
  }

  private static void exponentials(float[] x, int first, int n, float shift, float[] y) {
    FloatVector less = broadcast(SPECIES, shift);
    int whole = Lanes.whole(n);
    for (int c = 0; c < whole; c += WIDTH) {
      VectorElementary.exp(fromArray(SPECIES, x, first + c).sub(less)).intoArray(y, c);
    }
    for (int c = whole; c < n; c++) {
      y[c] = Elementary.exp(x[first + c] - shift);
    }
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
